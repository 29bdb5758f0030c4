import { randomBytes } from 'node:crypto';
import { readdirSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { printable } from '../../core/text/printable.ts';
import { AwscredError } from '../../errors.ts';
import { errnoWords } from './errno.ts';
import { makeFolder } from './trust/private-folder.ts';
import { writePrivateFile } from './trust/private-file.ts';

/** How many copies are kept, of both files together. */
const KEPT = 20;

interface Backup {
  readonly stateFolder: string;
  /** Full path of the file it is a copy of. */
  readonly of: string;
  readonly text: string;
  /** Epoch milliseconds. */
  readonly now: number;
}

/**
 * Keeps a copy in `backups/` of the state folder, 0600: `2026-12-01T03-49-10-123Z-1f3a-config`; the last 20 stay. Full
 * path. AwscredError UNEXPECTED where it cannot be written: without a copy nothing is changed.
 */
export function keepBackup({ stateFolder, of, text, now }: Backup): string {
  const folder = join(stateFolder, 'backups');
  const fault = makeFolder(stateFolder) ?? makeFolder(folder);
  if (fault !== null) {
    throw unkept(of, fault);
  }
  const time = new Date(now).toISOString().replaceAll(/[:.]/g, '-');
  const path = join(folder, `${time}-${randomBytes(2).toString('hex')}-${basename(of)}`);
  try {
    writePrivateFile(path, text);
    removeOldest(folder);
  } catch (error) {
    throw unkept(of, `cannot write ${printable(path)}: ${errnoWords(error)}`);
  }
  return path;
}

/** Files of other names in the folder are not ours. */
const OURS = /^\d{4}-\d\d-\d\dT[\d-]+Z-[0-9a-f]{4}-/;

function removeOldest(folder: string): void {
  const all = readdirSync(folder)
    .filter((name) => OURS.test(name))
    .toSorted();
  all.slice(0, -KEPT).forEach((name) => rmSync(join(folder, name), { force: true }));
}

function unkept(of: string, fault: string): AwscredError {
  return new AwscredError('UNEXPECTED', `no backup of ${printable(of)} can be kept, so nothing was changed`, {
    details: [fault],
  });
}
