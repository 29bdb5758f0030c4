import { closeSync, constants, openSync, writeSync } from 'node:fs';
import { ReadStream, WriteStream } from 'node:tty';
import { keyStream } from './key-stream.ts';

/** The controlling terminal, opened for each use and closed again. stdin and stdout are not used. */
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
  return keyStream(openSync(device.input, FLAGS));
}

export function openOutput(device: TerminalDevice): WriteStream {
  return new WriteStream(openSync(device.output, FLAGS));
}

const FLAGS = constants.O_RDWR | (constants.O_NOCTTY ?? 0);
