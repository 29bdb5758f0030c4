import { AwscredError } from '../../errors.ts';
import type { Checked } from '../../flow/doctor/doctor.ts';
import { FIXABLE } from '../../flow/doctor/fixable.ts';
import type { Fixed } from '../../flow/doctor/fixes.ts';
import { loadConfig } from '../../flow/line/load-config.ts';
import type { Run } from '../../flow/line/run.ts';
import type { App } from '../app.ts';
import { json, type Command, type Input, page } from '../command.ts';

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

  async run(input, app) {
    const { doctorText } = await import('../../flow/doctor/doctor-text.ts');
    const { doctor } = await import('../../flow/doctor/doctor.ts');
    const { run, settingsPorts } = app;
    const fixed = await fixes(input, app);
    const machine = await app.machine();
    // What was mended is read again.
    const seen = fixed.length === 0 ? run : { ...run, config: readAgain(run) };
    const checks = await doctor({ run: seen, settingsPorts, machine, upkeep: await app.upkeep() });
    const mended = input.options['fix'] === true ? { fixed } : {};
    const outcome = input.json
      ? json({ version: 1, ...counts(checks), checks, ...mended })
      : page(doctorText(checks));
    return { ...outcome, status: checks.some(({ status }) => status === 'fail') ? 1 : 0 };
  },
};

async function fixes({ words, options }: Input, app: App): Promise<readonly Fixed[]> {
  if (options['fix'] !== true) {
    if (words.length > 0) {
      throw new AwscredError('USAGE', 'doctor takes ids only with --fix', {
        hints: ['`awscred doctor --fix` mends what needs no decision'],
      });
    }
    return [];
  }
  const { fixAll } = await import('../../flow/doctor/fixes.ts');
  const { ownProgram } = await import('../../flow/set-up/own-program.ts');
  const { run, machine } = app;
  const { environment, report } = run.ports;
  const fixed = await fixAll(words, {
    seen: { run, config: run.config(), machine: await machine() },
    editor: await app.awsFileEditor(),
    program: async () => ownProgram(false, { home: environment.home, files: app.initFiles }),
  });
  fixed.forEach(({ id, text }) => report.done(`${id}: ${text}`));
  return fixed;
}

function readAgain({ ports }: Run): Run['config'] {
  const config = loadConfig(ports);
  return () => config;
}

function counts(checks: readonly Checked[]): Readonly<Record<'ok' | 'warnings' | 'failures', number>> {
  const of = (status: Checked['status']): number => checks.filter((one) => one.status === status).length;
  return { ok: of('ok'), warnings: of('warn'), failures: of('fail') };
}
