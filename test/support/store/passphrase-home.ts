import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { tempFolder } from '../files/temp-folder.ts';

/** A fresh home without a bus, and a passphrase file in it: what an encrypted store needs. */
export function passphraseHome(passphrase: string = 'correct horse\n'): Record<string, string> {
  const home = tempFolder();
  const file = join(home, 'passphrase');
  writeFileSync(file, passphrase, { mode: 0o600 });
  return { HOME: home, AWSCRED_PASSPHRASE_FILE: file, PATH: process.env['PATH'] ?? '' };
}
