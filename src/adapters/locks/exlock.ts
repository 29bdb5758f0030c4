import { closeSync, constants, openSync } from 'node:fs';
import { errorCode } from '../files/errno.ts';

/**
 * Systems that lock with the open itself, and free the lock when its process ends, however that ends: open(2)'s
 * O_EXLOCK is a flock, Windows opens without sharing (libuv's UV_FS_O_EXLOCK). Linux has neither.
 */
const FLAGS: Partial<Record<NodeJS.Platform, number>> = {
  win32: 0x10000000,
  darwin: 0x20,
  freebsd: 0x20,
  openbsd: 0x20,
};

/** The flag of this system; null for none. */
export const EXLOCK: number | null = FLAGS[process.platform] ?? null;

/** On Windows nobody else can read, rename or remove the file while it is held: its note stands beside it. */
export const IS_APART = process.platform === 'win32';

/** The descriptor holds the lock until it is closed. `broken`: nothing can be locked here. */
type Opened = { readonly fd: number } | 'busy' | 'broken';

/** Tries once; 0.4 ms. */
export function openLocked(path: string, flag: number): Opened {
  const { O_RDWR, O_CREAT, O_NOFOLLOW, O_NONBLOCK } = constants;
  try {
    // Without O_NONBLOCK the open would wait.
    const fd = openSync(path, O_RDWR | O_CREAT | (O_NOFOLLOW ?? 0) | (O_NONBLOCK ?? 0) | flag, 0o600);
    return { fd };
  } catch (error) {
    return BUSY.includes(errorCode(error) ?? '') ? 'busy' : 'broken';
  }
}

const BUSY = ['EBUSY', 'EAGAIN', 'EWOULDBLOCK'];

/** Whether another holds it just now. A holder is not disturbed; who comes at that moment tries again. */
export function isLocked(path: string, flag: number): boolean {
  const opened = openLocked(path, flag);
  if (typeof opened !== 'string') {
    closeSync(opened.fd);
  }
  return opened === 'busy';
}
