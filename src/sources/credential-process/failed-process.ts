import type { CredentialProcessStep } from '../../core/plan/step.ts';
import { printable, quoted } from '../../core/text/printable.ts';
import { showDuration } from '../../core/text/time.ts';
import { AwscredError, type ErrorCode } from '../../errors.ts';
import type { Ended } from '../../ports/processes.ts';

/** What the awscred inside says of a circle; its words on the program's stderr tell the one outside. */
const CIRCLE = 'leads back to awscred for the same profile';

const UNSAFE_BATCH =
  'is a batch file, which cannot be given a double quote, a percent sign or a line break without being read otherwise';

const LINES = 8;
const LINE_LENGTH = 200;

/** `profile p: the credential_process /opt/creds` and what is wrong with it, at its line, with the program's own words. */
export function failedProcess(
  code: ErrorCode,
  step: CredentialProcessStep,
  fault: string,
  more: { readonly hints?: readonly string[]; readonly stderr?: string } = {},
): AwscredError {
  const message = `profile ${quoted(step.profile)}: the credential_process ${nameOf(step)} ${fault}`;
  return new AwscredError(code, message, {
    hints: more.hints ?? [],
    details: lastWords(more.stderr ?? ''),
    at: step.settings['credential_process'] ?? null,
  });
}

export function nameOf({ program }: CredentialProcessStep): string {
  return printable(program, 120);
}

export function circle(step: CredentialProcessStep): AwscredError {
  return failedProcess('CONFIG', step, CIRCLE, {
    hints: ['name another profile in it, one with credentials of its own'],
  });
}

/** Whether an awscred inside has said so. */
export function saysCircle(ended: Ended): boolean {
  return 'stderr' in ended && ended.stderr.includes(CIRCLE);
}

/** Null for a program that ended well. `timeout` in seconds. */
export function failure(step: CredentialProcessStep, ended: Ended, timeout: number): AwscredError | null {
  switch (ended.how) {
    case 'relative':
      return failedProcess('CONFIG', step, 'is a relative path: it would depend on the current folder', {
        hints: ['name it by its full path'],
      });
    case 'missing':
      return missing(step);
    case 'unsafe':
      return failedProcess('CONFIG', step, UNSAFE_BATCH, { hints: ['name the program that it starts'] });
    case 'not-executable':
      return failedProcess('CONFIG', step, 'cannot be executed', { hints: ['make it executable: chmod +x'] });
    case 'too-slow':
      return failedProcess('TIMEOUT', step, `did not end within ${showDuration(timeout * 1000)}`, {
        hints: ['`awscred settings set process_timeout 2m` gives it more time'],
        stderr: ended.stderr,
      });
    case 'too-long':
      return failedProcess('REFUSED', step, 'printed more than 64 KiB', { stderr: ended.stderr });
    case 'ended':
      return ended.status === 0 ? null : badEnd(step, ended);
  }
}

function missing(step: CredentialProcessStep, stderr: string = ''): AwscredError {
  return failedProcess('CONFIG', step, 'was not found', {
    hints: ['install the program, or name it by its full path'],
    stderr,
  });
}

function badEnd(step: CredentialProcessStep, ended: Extract<Ended, { how: 'ended' }>): AwscredError {
  const { status, signal, stderr } = ended;
  if (step.shellFor !== null && status === 127) {
    return missing(step, stderr);
  }
  const how =
    status === null ? `was ended by ${printable(signal ?? 'a signal', 20)}` : `failed with status ${status}`;
  const hints = stderr.trim() === '' ? ['it said nothing on stderr: run it by itself to see why'] : [];
  return failedProcess('REFUSED', step, how, { stderr, hints });
}

/** The end of what it said: the reason of a failure stands last. */
function lastWords(stderr: string): readonly string[] {
  const lines = stderr
    .split(/\r?\n|\r/)
    .map((line) => line.trimEnd())
    .filter((line) => line !== '');
  const shown = lines.slice(-LINES).map((line) => printable(line, LINE_LENGTH));
  return lines.length > LINES ? ['…', ...shown] : shown;
}
