import { closeSync, constants, openSync, writeSync } from 'node:fs';
import { ReadStream, WriteStream } from 'node:tty';

/** The controlling terminal, opened anew for each use and never held: stdin and stdout play no part. */
export interface TerminalDevice {
  readonly input: string;
  readonly output: string;
}

/** `/dev/tty`, or the console of Windows. */
export function deviceOf(platform: NodeJS.Platform): TerminalDevice {
  return platform === 'win32'
    ? { input: String.raw`\\.\CONIN$`, output: String.raw`\\.\CONOUT$` }
    : { input: '/dev/tty', output: '/dev/tty' };
}

/** Whether it can be opened at all. */
export function canOpen(device: TerminalDevice): boolean {
  try {
    closeSync(openSync(device.output, FLAGS));
    return true;
  } catch {
    return false;
  }
}

/** Writes a text to the terminal at once; false where that failed. */
export function writeTo(device: TerminalDevice, text: string): boolean {
  let fd: number | null = null;
  try {
    fd = openSync(device.output, FLAGS);
    writeSync(fd, text);
    return true;
  } catch {
    return false;
  } finally {
    if (fd !== null) {
      closeSync(fd);
    }
  }
}

export function openInput(device: TerminalDevice): ReadStream {
  return new ReadStream(openSync(device.input, FLAGS));
}

/** For prompts that read single keys. */
export function openKeys(device: TerminalDevice): ReadStream {
  return new KeyStream(openSync(device.input, FLAGS));
}

/** Enter comes by itself, a turn later than what was typed or pasted with it: a picker still ranking would miss it. */
class KeyStream extends ReadStream {
  readonly #later: unknown[] = [];

  override push(chunk: unknown): boolean {
    if (this.#later.length > 0) {
      this.#later.push(chunk);
      return true;
    }
    const [now, rest] = Buffer.isBuffer(chunk) ? apart(chunk) : [chunk, null];
    if (rest !== null) {
      this.#later.push(rest);
      setImmediate(() => this.#goOn());
    }
    return super.push(now);
  }

  #goOn(): void {
    const waiting = this.#later.splice(0);
    if (!this.destroyed) {
      waiting.forEach((chunk) => this.push(chunk));
    }
  }
}

/** What can be handed on at once, and the rest: Enter with what follows it, or what follows Enter. */
function apart(keys: Buffer): readonly [Buffer, Buffer | null] {
  const enter = keys.findIndex((byte) => byte === 0x0d || byte === 0x0a);
  const end = enter === 0 ? 1 : enter;
  return enter < 0 || end === keys.length ? [keys, null] : [keys.subarray(0, end), keys.subarray(end)];
}

export function openOutput(device: TerminalDevice): WriteStream {
  return new WriteStream(openSync(device.output, FLAGS));
}

const FLAGS = constants.O_RDWR | (constants.O_NOCTTY ?? 0);
