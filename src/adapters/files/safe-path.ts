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
  return faultOn(path, componentFault, () => `${printable(path)} does not exist`);
}

/**
 * The same of a socket that somebody listens on: whoever may write it may connect to it and no more, so its mode says
 * nothing. One that is not there is a fault only where another user could make it.
 */
export function socketFault(path: string): string | null {
  const missing = (folder: string): string | null =>
    isOpen(lstatSync(folder)) ? `anybody could make ${printable(path)}` : null;
  return faultOn(
    path,
    (at, stats) => (stats.isSocket() ? ownerFault(at, stats) : componentFault(at, stats)),
    missing,
  );
}

type ComponentFault = (path: string, stats: Stats) => string | null;

function faultOn(
  path: string,
  judge: ComponentFault,
  missing: (folder: string) => string | null,
): string | null {
  if (!path.startsWith('/')) {
    return `${printable(path)} is not an absolute path`;
  }
  try {
    return walk(path, judge, missing);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
    return `${printable(path)}: ${code}`;
  }
}

/** `missing` is asked about the folder in which a component is not there. */
function walk(
  path: string,
  judge: ComponentFault,
  missing: (folder: string) => string | null,
): string | null {
  let rest = path.split('/').filter((name) => name !== '' && name !== '.');
  let at = '/';
  let links = 0;
  let fault = judge('/', lstatSync('/'));
  while (fault === null) {
    const [name, ...after] = rest;
    if (name === undefined) {
      return null;
    }
    const next = resolve(at, name);
    const stats = lstatSync(next, { throwIfNoEntry: false });
    if (stats === undefined) {
      return missing(at);
    }
    rest = after;
    if (stats.isSymbolicLink()) {
      links += 1;
      const target = readlinkSync(next);
      rest = [...target.split('/').filter((each) => each !== '' && each !== '.'), ...after];
      at = target.startsWith('/') ? '/' : dirname(next);
      fault = links > MOST_LINKS ? `${printable(path)} goes in a circle of links` : ownerFault(next, stats);
    } else {
      at = next;
      fault = judge(next, stats);
    }
  }
  return fault;
}

function componentFault(path: string, stats: Stats): string | null {
  const isSticky = stats.isDirectory() && (stats.mode & 0o1000) !== 0;
  return (
    ownerFault(path, stats) ?? (isOpen(stats) && !isSticky ? `others can write ${printable(path)}` : null)
  );
}

function isOpen(stats: Stats): boolean {
  return (stats.mode & 0o022) !== 0;
}

function ownerFault(path: string, stats: Stats): string | null {
  const isSafe = stats.uid === 0 || stats.uid === process.geteuid?.();
  return isSafe ? null : `${printable(path)} belongs to another user (uid ${stats.uid})`;
}
