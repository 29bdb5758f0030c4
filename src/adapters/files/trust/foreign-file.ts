import { realpathSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { printable } from '../../../core/text/printable.ts';
import { errnoWords } from '../errno.ts';
import { foreignAncestor } from './private-folder.ts';
import { faultOf, type Trust } from './trust-walk.ts';

/** A folder may be open to the group, as an umask of 002 leaves it; a file may not: AWS's tools write theirs 0600. */
const FOLDER: Trust = { reach: 'last', orRoot: true, forbidden: 0o002 };
const FILE: Trust = { ...FOLDER, forbidden: 0o022 };

/**
 * Why another user has a hand in a file outside our own folders, one clause that names it; null for one that is the
 * user's, or root's, or not there yet. The user's own links are followed.
 */
export function foreignHand(path: string): string | null {
  try {
    return (
      foreignAncestor(path) ??
      faultAt(dirname(path), FOLDER) ??
      faultAt(path, FILE) ??
      faultAt(dirname(target(path)), FOLDER)
    );
  } catch (error) {
    return `${printable(path)}: ${errnoWords(error)}`;
  }
}

function faultAt(path: string, trust: Trust): string | null {
  const fault = faultOf(path, trust);
  switch (fault?.what) {
    case 'owner':
      return `${printable(path)} belongs to another user (uid ${fault.stats.uid})`;
    case 'open':
      return `${printable(path)} can be written by other users`;
    default:
      return null;
  }
}

function target(path: string): string {
  return statSync(path, { throwIfNoEntry: false }) === undefined ? path : realpathSync(path);
}
