import type { Stats } from 'node:fs';
import { printable } from '../../../core/text/printable.ts';
import { errorCode } from '../errno.ts';
import { type Fault, faultOf, isOpenToOthers, type Trust } from './trust-walk.ts';

/**
 * A sticky folder (`/tmp`) may stand on the way where the next component is root's or ours: nobody else can rename
 * that.
 */
const FIXED: Trust = { reach: 'every', orRoot: true, forbidden: 0o022, mayBeOpen: isSticky };

/** Whoever may write a socket may connect to it and no more, so its mode says nothing. */
const FIXED_SOCKET: Trust = { ...FIXED, mayBeOpen: (stats) => stats.isSocket() || isSticky(stats) };

/**
 * Why somebody else could replace what is at a path, one clause; null where nobody can. Every component,
 * links and what they lead to among them, must belong to root or to us and not be writable by others.
 */
export function pathFault(path: string): string | null {
  return faultIn(path, FIXED, () => `${printable(path)} does not exist`);
}

/** The same of a socket that somebody listens on; one that is not there is a fault only where another user could make it. */
export function socketFault(path: string): string | null {
  return faultIn(path, FIXED_SOCKET, (folder) =>
    isOpenToOthers(folder, FIXED_SOCKET.forbidden) ? `anybody could make ${printable(path)}` : null,
  );
}

/** `missing` is asked about the folder in which a component is not there. */
function faultIn(path: string, trust: Trust, missing: (folder: Stats) => string | null): string | null {
  if (!path.startsWith('/')) {
    return `${printable(path)} is not an absolute path`;
  }
  try {
    const fault = faultOf(path, trust);
    return fault === null ? null : faultWords(path, fault, missing);
  } catch (error) {
    return `${printable(path)}: ${errorCode(error) ?? 'unknown error'}`;
  }
}

function faultWords(path: string, fault: Fault, missing: (folder: Stats) => string | null): string | null {
  switch (fault.what) {
    case 'missing':
      return missing(fault.stats);
    case 'circle':
      return `${printable(path)} goes in a circle of links`;
    case 'owner':
      return `${printable(fault.path)} belongs to another user (uid ${fault.stats.uid})`;
    case 'open':
    case 'kind':
      return `others can write ${printable(fault.path)}`;
  }
}

function isSticky(stats: Stats): boolean {
  return stats.isDirectory() && (stats.mode & 0o1000) !== 0;
}
