import type { Command } from '../command.ts';
import { PROFILE, YES } from './options.ts';

const TIME = { kind: 'time', shown: 'time' } as const;

export const keysRotateCommand: Command = {
  name: 'keys rotate',
  aliases: [],
  group: 'Set up',
  words: '[profile]',
  takesProfile: true,
  summary: 'replace a kept access key by a new one',
  details: 'Each step is in a journal: after a crash --resume or --rollback goes on (docs/keys.md).',
  options: [
    PROFILE,
    { name: 'all', about: 'every key in the store' },
    { name: 'keep-old', value: TIME, about: 'how long the old key stays, inactive: 24h, 0' },
    { name: 'resume', about: 'go on with a rotation that is open' },
    { name: 'rollback', about: 'go back to the old key' },
    { name: 'dry-run', about: 'look, and change nothing' },
    YES,
  ],
  examples: [['awscred keys rotate ci-user', '']],

  run: async (input, app) => (await import('./rotate-outcome.ts')).rotated(input, app),
};

export const keysAuditCommand: Command = {
  name: 'keys audit',
  aliases: [],
  group: 'Set up',
  words: '[profile]',
  takesProfile: true,
  summary: 'show old and unused access keys',
  options: [
    PROFILE,
    { name: 'account', about: 'the whole account, by its credential report' },
    { name: 'max-age', value: TIME, about: 'older keys and passwords are findings (90d)' },
    { name: 'unused', value: TIME, about: 'keys unused for longer are findings (90d)' },
    { name: 'csv', about: 'print CSV' },
    { name: 'fail', about: 'exit status 3 where there is a finding' },
  ],
  examples: [['awscred keys audit --account --fail', '']],

  run: async (input, app) => (await import('./audit-outcome.ts')).auditOutcome(input, app),
};
