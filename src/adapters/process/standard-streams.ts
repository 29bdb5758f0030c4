import { fstatSync, readFileSync, readSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { isatty, WriteStream } from 'node:tty';
import { AwscredError } from '../../errors.ts';

/** Rules out pipes and files without Node's module for terminals, which takes a millisecond to load. */
export function isTerminal(descriptor: 0 | 1 | 2): boolean {
  return mayBeTerminal(descriptor) && isatty(descriptor);
}

function mayBeTerminal(descriptor: number): boolean {
  if (process.platform === 'win32') {
    return true;
  }
  try {
    return fstatSync(descriptor).isCharacterDevice();
  } catch {
    return false;
  }
}

/** Colour goes to terminals only, and not under NO_COLOR or TERM=dumb. */
export function hasColour(variables: Readonly<Record<string, string | undefined>>): boolean {
  return isTerminal(2) && (variables['NO_COLOR'] ?? '') === '' && variables['TERM'] !== 'dumb';
}

/** Columns of the terminal on stdout, or on stderr; 80 where it does not say; null in a pipe. */
export function columns(descriptor: 1 | 2 = 1): number | null {
  return isTerminal(descriptor) ? new WriteStream(descriptor).columns || 80 : null;
}

/** For prose: COLUMNS where it is set, else the terminal's, else 80; from 40 to 200. */
export function helpColumns(variables: Readonly<Record<string, string | undefined>>): number {
  const asked = /^[1-9]\d{0,4}$/.exec(variables['COLUMNS'] ?? '')?.[0];
  return Math.min(200, Math.max(40, asked === undefined ? (columns() ?? 80) : Number(asked)));
}

/**
 * Writes all of a text, waiting for a slow reader. Null, or the system's code where nobody reads any more (EPIPE) or
 * the disk is full: the product is then not whole.
 */
export function writeAll(descriptor: number, text: string): string | null {
  let rest = Buffer.from(text, 'utf8');
  while (rest.length > 0) {
    try {
      rest = rest.subarray(writeSync(descriptor, rest));
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code !== 'EAGAIN') {
        return code ?? 'EIO';
      }
      // A pipe that is full and does not block: wait a moment without spinning.
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
    }
  }
  return null;
}

const MOST_STDIN = 64 * 1024;

/** All of stdin. AwscredError USAGE for more than `most` bytes, and where there is none. */
export function readStdin(most: number = MOST_STDIN): string {
  const buffer = Buffer.alloc(most + 1);
  let length = 0;
  for (;;) {
    const count = readSome(buffer, length);
    length += count;
    if (count === 0) {
      return buffer.toString('utf8', 0, length);
    }
    if (length > most) {
      throw new AwscredError('USAGE', `stdin has more than ${most / 1024} KiB`);
    }
  }
}

function readSome(buffer: Buffer, offset: number): number {
  for (;;) {
    try {
      return readSync(0, buffer, offset, buffer.length - offset, null);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'EOF') {
        return 0;
      }
      if (code !== 'EAGAIN') {
        throw new AwscredError('USAGE', 'stdin cannot be read', { cause: error });
      }
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
    }
  }
}

/** Node's and the SDK's warnings are not printed: stderr has lines of awscred only. */
export function silenceNodeWarnings(): void {
  process.removeAllListeners('warning');
  process.on('warning', () => {});
}

/** Of our package.json. */
export function packageVersion(): string {
  const { version } = JSON.parse(packageText(packageFolder()) ?? '{}') as { version?: unknown };
  return typeof version === 'string' ? version : 'unknown';
}

/** The package's folder, a few above: two from the bundle, four from tsc's own output. */
export function packageFolder(): string {
  const folders = [2, 4].map((up) => join(import.meta.dirname, '../'.repeat(up)));
  return folders.find((folder) => packageText(folder)?.includes('"@awscred/cli"') === true) ?? '';
}

function packageText(folder: string): string | null {
  try {
    return readFileSync(join(folder, 'package.json'), 'utf8');
  } catch {
    return null;
  }
}
