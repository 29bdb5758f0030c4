import { FIXABLE } from '../../flow/doctor/fixable.ts';
import type { Command } from '../command.ts';

export const doctorCommand: Command = {
  name: 'doctor',
  aliases: [],
  group: 'Set up',
  words: '[id...]',
  wordValues: [{ kind: 'choice', shown: 'id', choices: FIXABLE }],
  takesProfile: false,
  summary: 'check files, store and surroundings; offline',
  details:
    'Changes nothing without --fix. Each finding comes with its fix. With --fix it mends what needs no decision (files-private, adopted-lines, duplicates), or what the ids name of these, and looks again.',
  options: [{ name: 'fix', about: 'mend what needs no decision, and keep a copy of each file' }],
  examples: [
    ['awscred doctor', 'one line per check, with the fix'],
    ['awscred doctor --fix', 'and mend what needs no decision'],
    ['awscred doctor --json', 'for scripts; exit status 1 if a check fails'],
  ],

  run: async (input, app) => (await import('./doctor-outcome.ts')).doctorOutcome(input, app),
};
