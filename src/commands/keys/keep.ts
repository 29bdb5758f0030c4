import type { Command } from '../command.ts';
import { NO_TEST, PROFILE, REPLACE, YES } from './options.ts';

export const keysAddCommand: Command = {
  name: 'keys add',
  aliases: [],
  group: 'Set up',
  words: '[profile]',
  takesProfile: true,
  summary: 'keep a user’s access keys in the store',
  details: 'Asks for both on the terminal, and tests them with GetCallerIdentity.',
  options: [
    PROFILE,
    { name: 'stdin', about: 'read `ACCESS_KEY_ID SECRET`, or AWS’s CSV, from stdin' },
    { name: 'from-env', about: 'take AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY' },
    { name: 'region', value: { kind: 'region', shown: 'region' }, about: 'of a profile that is made' },
    REPLACE,
    NO_TEST,
  ],
  examples: [['awscred keys add bastion', '']],

  run: async (input, app) => (await import('./keep-outcome.ts')).added(input, app),
};

export const keysImportCommand: Command = {
  name: 'keys import',
  aliases: [],
  group: 'Set up',
  words: '[profile...]',
  takesProfile: false,
  wordValues: [{ kind: 'profile', shown: 'profile' }],
  summary: 'move keys from ~/.aws/credentials to the store',
  options: [
    { name: 'all', about: 'every profile with long-lived keys' },
    {
      name: 'from',
      value: { kind: 'choice', shown: 'tool', choices: ['aws-vault'] },
      about: 'copy them from aws-vault instead, which keeps its own',
    },
    { name: 'backup', about: 'keep a copy of the file, with its keys in clear' },
    REPLACE,
    NO_TEST,
  ],
  examples: [
    ['awscred keys import --all', ''],
    ['awscred keys import jane --from aws-vault', ''],
  ],

  run: async (input, app) => (await import('./keep-outcome.ts')).imported(input, app),
};

export const keysListCommand: Command = {
  name: 'keys list',
  aliases: ['keys ls'],
  group: 'Set up',
  words: '',
  takesProfile: false,
  summary: 'show which profiles have keys in the store',
  options: [{ name: 'header', about: 'print column names in a pipe too (so does -v)' }],
  examples: [['awscred keys list', 'reads the index alone']],

  run: async (input, app) => (await import('./keep-outcome.ts')).listed(input, app),
};

export const keysRemoveCommand: Command = {
  name: 'keys remove',
  aliases: ['keys rm'],
  group: 'Set up',
  words: '[profile]',
  takesProfile: true,
  summary: 'remove keys from the store; in IAM they stay',
  options: [PROFILE, YES],
  examples: [['awscred keys remove bastion', '']],

  run: async (input, app) => (await import('./keep-outcome.ts')).removed(input, app),
};
