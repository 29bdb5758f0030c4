import { readFileSync } from 'node:fs';
import { errorCode } from '../files/errno.ts';

/** What the system says of a process; off Linux only that it is there. */
interface ProcessFacts {
  readonly stopped: boolean;
  /** Tells a process from a later one with the same pid: clock ticks since boot, `?` off Linux. */
  readonly start: string;
  /** Its terminal, e.g. `pts/7`; null for none. */
  readonly terminal: string | null;
}

/** Null when no such process is there (or it is dead and not yet reaped). */
export function processFacts(pid: number): ProcessFacts | null {
  return process.platform === 'linux' ? fromProc(pid) : fromSignal(pid);
}

function fromProc(pid: number): ProcessFacts | null {
  let text: string;
  try {
    text = readFileSync(`/proc/${pid}/stat`, 'latin1');
  } catch {
    return null;
  }
  // The second field, the name, may hold blanks and brackets: what follows its last bracket cannot.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const state = fields[0] ?? '';
  if (state === 'Z' || state === 'X') {
    return null;
  }
  return {
    stopped: state === 'T' || state === 't',
    start: fields[19] ?? '?',
    terminal: terminalName(Number(fields[4] ?? 0)),
  };
}

/** Linux's device numbers: majors 136 to 143 are pseudo-terminals, 4 the consoles. */
function terminalName(device: number): string | null {
  const major = (device >> 8) & 0xfff;
  const minor = (device & 0xff) | ((device >> 12) & 0xfff00);
  if (major >= 136 && major <= 143) {
    return `pts/${minor + (major - 136) * 256}`;
  }
  return major === 4 ? `tty${minor}` : null;
}

function fromSignal(pid: number): ProcessFacts | null {
  try {
    process.kill(pid, 0);
  } catch (error) {
    // EPERM: it is there and somebody else's.
    if (errorCode(error) !== 'EPERM') {
      return null;
    }
  }
  return { stopped: false, start: '?', terminal: null };
}
