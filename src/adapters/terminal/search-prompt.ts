// The one prompt of the package that we use. By name and in a file of its own: of an import() of the package the bundle
// would hold all of its prompts.
export { search } from '@inquirer/prompts';
