import type { Command } from '../command.ts';

const DRY_RUN = { name: 'dry-run', about: 'print the change as a diff and write nothing' } as const;

export const adoptCommand: Command = {
  name: 'adopt',
  aliases: [],
  group: 'Set up',
  words: '[profile...]',
  takesProfile: false,
  summary: 'let every AWS tool get profiles through awscred',
  details:
    'In ~/.aws/config the keys that say how a profile obtains its credentials are renamed to awscred_…, which awscred reads as the keys themselves, and credential_process is added behind them. Of several profiles all are changed or none. A pattern matches the whole name: `*` is any text, `?` one character.',
  options: [
    { name: 'all', about: 'every profile that can be; the others are named' },
    { name: 'portable', about: 'write `awscred process NAME`, without absolute paths' },
    DRY_RUN,
  ],
  examples: [
    ['awscred adopt prod-readonly', 'the AWS CLI, every SDK and Terraform ask awscred'],
    ["awscred adopt 'prod-*' --dry-run", 'what would change'],
    ['awscred unadopt prod-readonly', 'the file as it was'],
  ],

  run: async (input, app) => (await import('./adopt-outcome.ts')).changed('adopt', input, app),
};

export const unadoptCommand: Command = {
  name: 'unadopt',
  aliases: [],
  group: 'Set up',
  words: '[profile...]',
  takesProfile: false,
  summary: 'undo adopt: the profiles as they were',
  details:
    'Restores the file byte for byte where nothing else in it has changed, else the keys. Keys named awscred_… that `awscred adopt` did not write stay.',
  options: [{ name: 'all', about: 'every adopted profile' }, DRY_RUN],
  examples: [['awscred unadopt prod-readonly', '']],

  run: async (input, app) => (await import('./adopt-outcome.ts')).changed('unadopt', input, app),
};
