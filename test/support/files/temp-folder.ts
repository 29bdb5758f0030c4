import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { atEnd } from '../process/cleanup.ts';

/** A fresh folder under TMPDIR, removed after the test file. */
export function tempFolder(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'awscred-test-')));
  atEnd(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
