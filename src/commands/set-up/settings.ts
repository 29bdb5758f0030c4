import { SETTING_NAMES } from '../../core/settings/settings-table.ts';
import type { Command } from '../command.ts';

const KEY = { kind: 'choice', shown: 'key', choices: SETTING_NAMES } as const;

export const settingsGetCommand: Command = {
  name: 'settings get',
  aliases: ['config get'],
  group: 'Set up',
  words: '[key]',
  takesProfile: false,
  wordValues: [KEY],
  summary: 'show awscred’s settings, and where each is set',
  options: [],
  examples: [
    ['awscred settings get', 'all of them'],
    ['awscred settings get store', 'only its value'],
  ],

  run: async (input, app) => (await import('./settings-outcome.ts')).shownSettings(input, app),
};

export const settingsSetCommand: Command = {
  name: 'settings set',
  aliases: ['config set'],
  group: 'Set up',
  words: '<key> [value]',
  takesProfile: false,
  wordValues: [KEY],
  summary: 'change a setting in config.ini',
  details: 'The rest of the file stays as it is.',
  options: [],
  examples: [
    ['awscred settings set store file', 'keep secrets in an encrypted file'],
    ['awscred settings set sign_in browser', '`process` may open a browser'],
  ],

  run: async (input, app) => (await import('./settings-outcome.ts')).changedSetting(input, app),
};
