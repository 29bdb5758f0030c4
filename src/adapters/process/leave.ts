import { closeSync, fstatSync } from 'node:fs';
import { isatty } from 'node:tty';

/**
 * Ends the process. At its end Node puts the modes of terminals among its streams back, and aborts with a core dump
 * where one has gone meanwhile (EIO); it passes over a stream that is closed.
 */
export function leave(status: number): never {
  [0, 1, 2].filter(hasVanished).forEach(closeQuietly);
  process.exit(status);
}

/** Linux's numbers: virtual consoles and serial lines, consoles, the terminals of windows and of SSH. */
const TERMINALS = [4, 5, ...Array.from({ length: 8 }, (_, index) => 136 + index)];

function hasVanished(fd: number): boolean {
  try {
    const stats = fstatSync(fd);
    return stats.isCharacterDevice() && TERMINALS.includes(stats.rdev >> 8) && !isatty(fd);
  } catch {
    return false;
  }
}

function closeQuietly(fd: number): void {
  try {
    closeSync(fd);
  } catch {
    // As good as closed.
  }
}
