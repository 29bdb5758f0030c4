import { lstatSync, realpathSync, type Stats, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { pasteable, printable } from '../../core/text/printable.ts';
import { AwscredError } from '../../errors.ts';
import { foreignAncestor } from './private-folder.ts';

/**
 * Refuses (AwscredError SETTINGS) what belongs to neither the user nor root, or what group or others can write:
 * whoever can write settings chooses where sign-in secrets go. Windows is not checked.
 */
export function checkOwned(path: string, stats: Stats, kind: 'file' | 'folder' | 'link'): void {
  const user = process.geteuid?.();
  if (user === undefined) {
    return;
  }
  if (stats.uid !== user && stats.uid !== 0) {
    throw refusal(path, `belongs to another user (uid ${stats.uid}): it is not believed`, []);
  }
  if (kind !== 'link' && (stats.mode & 0o022) !== 0) {
    const hints = [pasteable('chmod go-w', path, kind.toUpperCase())];
    throw refusal(path, 'can be written by other users: it is not believed', hints);
  }
  if (kind === 'file' && !stats.isFile()) {
    throw refusal(path, 'is no regular file', []);
  }
}

/** Root writes nothing below another user's folder: what looks like a folder there may be a link to anywhere. */
export function checkAncestors(path: string): void {
  const fault = foreignAncestor(path);
  if (fault !== null) {
    throw new AwscredError('SETTINGS', `${fault}: nothing is written there`, {
      at: { file: path, line: null },
    });
  }
}

/** The folder a file stands in, and the one its link leads to. Both may be missing. */
export function checkFolder(path: string): void {
  const named = dirname(path);
  checkLink(named);
  const folders = new Set([named, dirname(realPathOf(path))]);
  for (const folder of folders) {
    const stats = statSync(folder, { throwIfNoEntry: false });
    if (stats !== undefined) {
      checkOwned(folder, stats, 'folder');
    }
  }
}

/** Whether there is a link; refuses one that another user made. */
export function checkLink(path: string): boolean {
  const stats = lstatIfThere(path);
  if (stats === null || !stats.isSymbolicLink()) {
    return false;
  }
  checkOwned(path, stats, 'link');
  return true;
}

function lstatIfThere(path: string): Stats | null {
  try {
    return lstatSync(path);
  } catch {
    return null;
  }
}

function realPathOf(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}

function refusal(path: string, fault: string, hints: readonly string[]): AwscredError {
  return new AwscredError('SETTINGS', `${printable(path)} ${fault}`, {
    hints,
    at: { file: path, line: null },
  });
}
