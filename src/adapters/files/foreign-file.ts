import { lstatSync, realpathSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { printable } from '../../core/text/printable.ts';
import { explainErrno, foreignAncestor, isOpenToOthers, isOurs } from './private-folder.ts';

/**
 * Why another user has a hand in a file outside our own folders, one clause that names it; null for one that is the
 * user's, or root's, or not there yet. The user's own links are followed. A folder may be open to the group, as an
 * umask of 002 leaves it; a file may not, since AWS's tools write theirs 0600.
 */
export function foreignHand(path: string): string | null {
  try {
    const folder = dirname(path);
    return (
      foreignAncestor(path) ??
      faultAt(folder, 0o002) ??
      faultAt(path, 0o022) ??
      faultAt(dirname(target(path)), 0o002)
    );
  } catch (error) {
    return `${printable(path)}: ${explainErrno(error)}`;
  }
}

function faultAt(path: string, bits: number): string | null {
  const shown = printable(path);
  const own = lstatSync(path, { throwIfNoEntry: false });
  const there = statSync(path, { throwIfNoEntry: false });
  const foreign = [own, there].find((stats) => stats !== undefined && !isOurs(stats) && stats.uid !== 0);
  if (foreign !== undefined) {
    return `${shown} belongs to another user (uid ${foreign.uid})`;
  }
  return there !== undefined && isOpenToOthers(there, bits) ? `${shown} can be written by other users` : null;
}

function target(path: string): string {
  return statSync(path, { throwIfNoEntry: false }) === undefined ? path : realpathSync(path);
}
