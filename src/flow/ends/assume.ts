import { pasteable } from '../../core/text/printable.ts';
import { summary } from '../../sources/summary.ts';
import { AwscredError } from '../../errors.ts';
import { unsetFor } from '../../outputs/exports.ts';
import { outputNamed } from '../../outputs/index.ts';
import { startUpHint } from '../../outputs/init/start-up.ts';
import type { Output } from '../../outputs/output.ts';
import { renderUnset } from '../../outputs/render-statements.ts';
import { noteUse } from '../line/note-use.ts';
import { answer } from '../line/answer.ts';
import { planToRun } from '../line/plan-to-run.ts';
import type { Run } from '../line/run.ts';

interface AssumeInput {
  readonly profile: string | null;
  readonly output: Output;
  /** Whether secrets would be printed on a terminal without `-o`. */
  readonly onScreen: boolean;
  /** `--live`: no secret, but an adopted profile. */
  readonly isLive: boolean;
  /** Opens the console as a profile: a key of the picker. */
  readonly console: (profile: string) => Promise<void>;
}

/** The statements that put a profile's credentials into a shell; none where the console was opened instead. */
export async function assume(run: Run, input: AssumeInput): Promise<string> {
  if (input.onScreen) {
    throw onScreen(input, startUp(run, input.output));
  }
  if (input.profile === '-' && !run.config().profiles.has('-')) {
    throw withoutFunction(startUp(run, input.output));
  }
  const picked = await pickedProfile(run, input);
  if (picked.opensConsole) {
    await input.console(picked.profile);
    return '';
  }
  const plan = await planToRun(run, picked.profile);
  if (input.isLive) {
    const { assumeLive } = await import('./assume-live.ts');
    const text = assumeLive(run, plan, input.output);
    noteUse(run, plan.profile);
    return text;
  }
  const { text, plan: given, credentials } = await answer(run, plan, input.output);
  const { report, clock } = run.ports;
  noteUse(run, plan.profile);
  report.summary(summary(given, credentials, clock.now(), run.accountName));
  return text;
}

async function pickedProfile(
  run: Run,
  { profile }: AssumeInput,
): Promise<{ readonly profile: string; readonly opensConsole: boolean }> {
  if (profile !== null) {
    return { profile, opensConsole: false };
  }
  const { pickProfile } = await import('../list/pick-profile.ts');
  let opensConsole = false;
  const pressed = (): void => void (opensConsole = true);
  const picked = await pickProfile(run, 'awscred assume PROFILE', {
    letter: 'o',
    does: 'console',
    pressed,
  });
  return { profile: picked, opensConsole };
}

/** The `credential_process` JSON of a profile. */
export async function processAnswer(run: Run, profile: string | null): Promise<string> {
  const plan = await planToRun(run, profile);
  return (await answer(run, plan, outputNamed('process'))).text;
}

/** The statements that undo `assume`. */
export function unset(run: Run, output: Output): string {
  return renderUnset(
    output,
    unsetFor((name) => run.ports.environment.get(name)),
  );
}

function onScreen(input: AssumeInput, more: readonly string[]): AwscredError {
  const { profile } = input;
  const verb = input.isLive ? 'awscred assume --live' : 'awscred assume';
  const command = profile === null ? verb : pasteable(verb, profile, 'PROFILE');
  return new AwscredError(
    'USAGE',
    input.isLive
      ? 'a program cannot change its parent shell'
      : 'a program cannot change its parent shell, and this would show secrets on your screen',
    {
      hints: [
        `now:       ${input.output.evalLine(command)}`,
        ...more,
        `(-o ${input.output.name} prints anyway)`,
      ],
    },
  );
}

function startUp(run: Run, output: Output): readonly string[] {
  const hint = startUpHint(output.name, run.ports.environment.get('SHELL'));
  return hint === null ? [] : [hint];
}

/** The shell alone knows which profile it had before. */
function withoutFunction(hints: readonly string[]): AwscredError {
  return new AwscredError('USAGE', '`assume -` needs the shell function of `awscred init`', { hints });
}
