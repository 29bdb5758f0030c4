import { chmodSync, existsSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AwscredError } from '../../errors.ts';
import { makeFolder } from '../files/trust/private-folder.ts';
import type { FoundBrowser } from './find-browser.ts';

/** Says when a sign-in without a window last needed a person: its own time is what counts. */
const ASKED = '.asked';

/** The browser's profile folder, 0700, made where it is not there. AwscredError UNEXPECTED where it cannot be. */
export function profileFolder(root: string, name: string, { product }: FoundBrowser): string {
  const folder = join(root, `${name}-${product}`);
  const fault = makeFolder(root) ?? makeFolder(folder);
  if (fault !== null) {
    throw new AwscredError('UNEXPECTED', `the browser's folder cannot be used: ${fault}`);
  }
  chmodSync(folder, 0o700);
  return folder;
}

export function neededPersonAt(root: string, name: string): number | null {
  return statSync(join(root, `${name}${ASKED}`), { throwIfNoEntry: false })?.mtimeMs ?? null;
}

export function noteNeededPerson(root: string, name: string, needed: boolean): void {
  const file = join(root, `${name}${ASKED}`);
  if (needed) {
    rmSync(file, { force: true });
    writeFileSync(file, '', { mode: 0o600, flag: 'wx' });
  } else {
    rmSync(file, { force: true });
  }
}

/** Deletes the folders of that name, whichever browsers they are of. */
export function forgetFolders(root: string, name: string): boolean {
  if (!existsSync(root)) {
    return false;
  }
  const meant = readdirSync(root).filter((entry) => entry.startsWith(name));
  meant.forEach((entry) => rmSync(join(root, entry), { recursive: true, force: true, maxRetries: 3 }));
  return meant.some((entry) => !entry.endsWith(ASKED));
}
