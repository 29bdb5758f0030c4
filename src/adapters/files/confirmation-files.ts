import { createHash } from 'node:crypto';
import { readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Clock } from '../../ports/clock.ts';
import type { Confirmations } from '../../ports/store/confirmations.ts';
import { numberIn, parseJsonObject, textIn } from '../../core/text/json-text.ts';
import { readPrivateFile, writePrivateFile } from './trust/private-file.ts';
import { folderFault, makeFolder } from './trust/private-folder.ts';

/** One file each in `confirmed/` of the state folder, named by a digest, so that no writer overwrites another. */
export function confirmationFiles(stateFolder: string, clock: Pick<Clock, 'now'>): Confirmations {
  const folder = confirmedFolder(stateFolder);
  const folders = [stateFolder, folder];
  const pathOf = (name: string): string =>
    join(folder, `${createHash('sha256').update(name).digest('hex').slice(0, 32)}.json`);
  return {
    holds(name) {
      if (folders.some((each) => folderFault(each) !== null)) {
        return false;
      }
      try {
        return holdsIn(readPrivateFile(pathOf(name)) ?? '', name, clock.now());
      } catch {
        return false;
      }
    },
    keep(name, until) {
      if (folders.some((each) => makeFolder(each) !== null)) {
        return;
      }
      try {
        const now = clock.now();
        removeOld(folder, now);
        writePrivateFile(pathOf(name), `${JSON.stringify({ confirmed: name, since: now, until })}\n`);
      } catch {
        // A full disk: the person will be asked again.
      }
    },
  };
}

export function confirmedFolder(stateFolder: string): string {
  return join(stateFolder, 'confirmed');
}

// A file from the future was written under another clock, so its end is not reliable.
function holdsIn(text: string, name: string, now: number): boolean {
  const fields = parseJsonObject(text) ?? {};
  const since = numberIn(fields, 'since') ?? Number.POSITIVE_INFINITY;
  const until = numberIn(fields, 'until') ?? 0;
  return textIn(fields, 'confirmed') === name && since <= now + CLOCK_SLACK_MS && now < until;
}

const CLOCK_SLACK_MS = 2000;

/** No credentials live longer than a day and a half. */
function removeOld(folder: string, now: number): void {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    const stats = statSync(path, { throwIfNoEntry: false });
    if (stats !== undefined && now - stats.mtimeMs > OLD_MS) {
      rmSync(path, { force: true });
    }
  }
}

const OLD_MS = 36 * 3_600_000;
