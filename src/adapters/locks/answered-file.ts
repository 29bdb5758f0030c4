import { AwscredError, type ErrorCode, isErrorCode } from '../../errors.ts';
import type { Answered } from '../../ports/store/lock.ts';
import { numberIn, parseJsonObject, textIn } from '../../core/text/json-text.ts';
import { writePrivateFile } from '../files/trust/private-file.ts';
import { readNote } from './exclusive-file.ts';
import { ownNote, parseNote } from './holder.ts';

/** How a person answered the holder of a lock, beside its lock file: for those who wait for it, and nobody later. */
function answeredFile(lockPath: string): string {
  return lockPath.replace(/\.lock$/, '.answered');
}

/** Leaves the outcome for those who wait. If it cannot be written, they ask again. */
export function leaveAnswer(lockPath: string, purpose: string, outcome: Answered['outcome']): void {
  const note = parseJsonObject(ownNote(purpose));
  const moment = { at: Date.now(), uptime: uptimeMs() };
  try {
    writePrivateFile(answeredFile(lockPath), `${JSON.stringify({ ...note, outcome, ...moment })}\n`);
  } catch {
    // A full disk.
  }
}

/** The outcome of another process's question, if it came after this process began; else null. */
export function answerSinceBegun(lockPath: string): Answered | null {
  const text = readNote(answeredFile(lockPath))?.text ?? '';
  const fields = parseJsonObject(text) ?? {};
  const holder = parseNote(text);
  const outcome = textIn(fields, 'outcome') ?? '';
  if (holder === null || holder.pid === process.pid || !isRecent(fields)) {
    return null;
  }
  return outcome === 'answered' || isErrorCode(outcome) ? { outcome, holder } : null;
}

/** What a person's refusal is, as an outcome; null for an error that concerns the holder alone. */
export function refusalIn(error: unknown): ErrorCode | null {
  return error instanceof AwscredError && REFUSALS.includes(error.code) ? error.code : null;
}

const REFUSALS: readonly ErrorCode[] = ['MFA_REFUSED', 'NOT_CONFIRMED', 'REFUSED', 'TIMEOUT'];

// By both clocks: the first jumps when it is set, the second restarts with the machine.
function isRecent(fields: Readonly<Record<string, unknown>>): boolean {
  const { timeOrigin } = performance;
  const at = numberIn(fields, 'at') ?? 0;
  const uptime = numberIn(fields, 'uptime') ?? 0;
  return at >= timeOrigin - CLOCK_SLACK_MS && uptime >= uptimeMs() - performance.now();
}

const CLOCK_SLACK_MS = 2000;

/** One clock for all processes, which never jumps: milliseconds since the machine was started. */
function uptimeMs(): number {
  return Number(process.hrtime.bigint() / 1_000_000n);
}
