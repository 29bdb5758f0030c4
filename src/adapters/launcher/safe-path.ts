import { lstatSync, readlinkSync, type Stats } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { printable } from '../../core/text/printable.ts';

/** As the kernel counts. */
const MOST_LINKS = 40;

/**
 * Why somebody else could replace what is at a path, one clause; null where nobody can. Every component,
 * links and what they lead to among them, must belong to root or to us and not be writable by others. A sticky folder
 * (`/tmp`) may stand on the way where the next component is root's or ours: nobody else can rename that.
 */
export function pathFault(path: string): string | null {
  if (!path.startsWith('/')) {
    return `${printable(path)} is not an absolute path`;
  }
  try {
    return walk(path);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
    return code === 'ENOENT' ? `${printable(path)} does not exist` : `${printable(path)}: ${code}`;
  }
}

function walk(path: string): string | null {
  let rest = path.split('/').filter((name) => name !== '' && name !== '.');
  let at = '/';
  let links = 0;
  let fault = componentFault('/', lstatSync('/'));
  while (fault === null) {
    const [name, ...after] = rest;
    if (name === undefined) {
      return null;
    }
    const next = resolve(at, name);
    const stats = lstatSync(next);
    rest = after;
    if (stats.isSymbolicLink()) {
      links += 1;
      const target = readlinkSync(next);
      rest = [...target.split('/').filter((each) => each !== '' && each !== '.'), ...after];
      at = target.startsWith('/') ? '/' : dirname(next);
      fault = links > MOST_LINKS ? `${printable(path)} goes in a circle of links` : ownerFault(next, stats);
    } else {
      at = next;
      fault = componentFault(next, stats);
    }
  }
  return fault;
}

function componentFault(path: string, stats: Stats): string | null {
  const isSticky = stats.isDirectory() && (stats.mode & 0o1000) !== 0;
  const isOpen = (stats.mode & 0o022) !== 0 && !isSticky;
  return ownerFault(path, stats) ?? (isOpen ? `others can write ${printable(path)}` : null);
}

function ownerFault(path: string, stats: Stats): string | null {
  const isSafe = stats.uid === 0 || stats.uid === process.geteuid?.();
  return isSafe ? null : `${printable(path)} belongs to another user (uid ${stats.uid})`;
}
