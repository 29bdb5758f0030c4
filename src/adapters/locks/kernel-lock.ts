import { fileURLToPath } from 'node:url';
import { errorCode } from '../files/errno.ts';
import { EXLOCK } from './exlock.ts';

/** `held`: the open file's lock is ours until its descriptor is closed. `broken`: this file system has no locks. */
export type Tried = 'held' | 'busy' | 'broken';

/** Locks of open files, which the kernel frees when their process dies, however it dies. What is locked throws. */
export interface KernelLock {
  tryLock(fd: number, offset: number, length: number, isExclusive: boolean): void;
}

let loaded: KernelLock | null | undefined;

/**
 * Linux's locks (F_OFD_SETLK), by the binary of fs-native-extensions that `npm run build` puts into the bundle:
 * docs/store.md, "Locks". Null elsewhere, and where it cannot be loaded (another processor, a `noexec` disk).
 */
export function kernelLock(): KernelLock | null {
  if (loaded === undefined) {
    loaded = process.platform === 'linux' && EXLOCK === null ? load() : null;
  }
  return loaded;
}

function load(): KernelLock | null {
  const own = import.meta.url;
  const folder = own.endsWith('.cjs') ? './' : '../../../bundle/';
  const addon = { exports: {} };
  try {
    // Its own loader takes 6 ms, this 0.3 ms.
    process.dlopen(addon, fileURLToPath(new URL(`${folder}lock-linux-${process.arch}.node`, own)));
  } catch {
    return null;
  }
  return addon.exports as KernelLock;
}

/** Tries once; 0.02 ms. */
export function tryDescriptor(kernel: KernelLock, fd: number): Tried {
  try {
    kernel.tryLock(fd, 0, 0, true);
  } catch (error) {
    return BUSY.includes(errorCode(error) ?? '') ? 'busy' : 'broken';
  }
  return 'held';
}

const BUSY = ['EAGAIN', 'EACCES'];
