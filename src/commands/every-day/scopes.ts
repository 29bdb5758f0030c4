import { json, type Command, page } from '../command.ts';

export const scopesCommand: Command = {
  name: 'scopes',
  aliases: [],
  group: 'Every day',
  words: '',
  takesProfile: false,
  summary: 'show what --scope can narrow to',
  details:
    'Prints the policy of each scope: of those in config.ini ([scope NAME]) and of read-only, which is built in.',
  options: [],
  examples: [
    ['awscred scopes', 'each scope with its policy'],
    ['awscred exec prod-admin --scope read-only -- ./report', 'less than the profile may do'],
  ],

  async run(input, app) {
    const { scopesOf, scopesJson, scopesText } = await import('../../flow/list/scopes.ts');
    const { home } = app.run.ports.environment;
    const scopes = scopesOf(app.run);
    return input.json ? json(scopesJson(scopes)) : page(scopesText(scopes, home));
  },
};
