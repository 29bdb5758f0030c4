import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';

/** A fresh folder under TMPDIR, removed after the test file (or the enclosing suite). */
export function tempFolder(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'awscred-test-')));
  after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
