// The only prompt of the package that we use, in a file of its own: with an import() of the package the bundle would
// contain all of its prompts.
export { search, Separator } from '@inquirer/prompts';
