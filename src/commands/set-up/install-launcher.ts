import type { Command } from '../command.ts';

export const installLauncherCommand: Command = {
  name: 'install-launcher',
  aliases: [],
  group: 'Set up',
  words: '',
  takesProfile: false,
  summary: 'install a script that needs no Node',
  details:
    'The script answers from the cache without starting Node, and starts awscred for everything else (docs/hot-path.md).',
  options: [
    {
      name: 'to',
      value: { kind: 'file', shown: 'file' },
      about: 'its path (default: ~/.local/bin/awscred-launcher)',
    },
    { name: 'status', about: 'show which of its steps answers, and why no faster one does' },
    { name: 'remove', about: 'remove it' },
  ],
  examples: [
    ['awscred install-launcher', 'write it, or write it again'],
    ['awscred install-launcher --status', 'how fast it can answer here'],
    ['credential_process = "/home/jane/.local/bin/awscred-launcher" process prod', 'in ~/.aws/config'],
  ],

  async run(input, app) {
    const { installLauncherOutcome } = await import('./install-launcher-outcome.ts');
    return installLauncherOutcome(input, app);
  },
};
