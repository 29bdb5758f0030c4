import { AwscredError } from '../../errors.ts';
import { doctorText } from '../../flow/doctor/doctor-text.ts';
import { doctor, type Checked } from '../../flow/doctor/doctor.ts';
import { fixAll, type Fixed } from '../../flow/doctor/fixes.ts';
import type { Rotations } from '../../ports/store/rotations.ts';
import { loadConfig } from '../../flow/line/load-config.ts';
import type { Run } from '../../flow/line/run.ts';
import { ownProgram } from '../../flow/set-up/own-program.ts';
import type { App } from '../app.ts';
import { json, type Input, type Outcome, page } from '../command.ts';

/** What `doctor` does; loaded late. */
export async function doctorOutcome(input: Input, app: App): Promise<Outcome> {
  const { run, settingsPorts } = app;
  const fixed = await fixes(input, app);
  const machine = await app.machine();
  const rotations = openRotations(await app.rotations());
  // What was mended is read again.
  const seen = fixed.length === 0 ? run : { ...run, config: readAgain(run) };
  const checks = await doctor({ run: seen, settingsPorts, machine, upkeep: await app.upkeep(), rotations });
  const mended = input.options['fix'] === true ? { fixed } : {};
  const outcome = input.json
    ? json({ version: 1, ...counts(checks), checks, ...mended })
    : page(doctorText(checks));
  return { ...outcome, status: checks.some(({ status }) => status === 'fail') ? 1 : 0 };
}

/** A folder that cannot be read is told by another check. */
function openRotations(rotations: Rotations): readonly string[] {
  try {
    return rotations.all();
  } catch {
    return [];
  }
}

async function fixes({ words, options }: Input, app: App): Promise<readonly Fixed[]> {
  if (options['fix'] !== true) {
    if (words.length > 0) {
      throw new AwscredError('USAGE', 'doctor takes ids only with --fix', {
        hints: ['`awscred doctor --fix` mends what needs no decision'],
      });
    }
    return [];
  }
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
