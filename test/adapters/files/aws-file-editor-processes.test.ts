import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { EDIT_DRIVER, killedEdits } from '../../support/files/killed-editor.ts';
import { seeded } from '../../support/seeded.ts';
import { tempFolder } from '../../support/files/temp-folder.ts';

const KILLS = 12;
const EACH = 15;

describe('processes that edit', () => {
  // 200 in test/stress/editor.stress.ts.
  it(`leave the old file or the new one, killed at ${KILLS} random points`, async () => {
    const { broken, left, written } = await killedEdits(KILLS, seeded(3));
    assert.deepEqual({ broken, left }, { broken: 0, left: [] });
    assert.ok(written > 0);
  });

  it('lose nothing of each other', async () => {
    const folder = tempFolder();
    writeFileSync(join(folder, 'config'), '# mine\n');
    const names = ['a', 'b', 'c'];
    const codes = await Promise.all(
      names.map(async (name) => {
        const child = spawn(process.execPath, [EDIT_DRIVER, folder, 'add', name, String(EACH)], {
          stdio: 'inherit',
        });
        const [code] = (await once(child, 'exit')) as [number];
        return code;
      }),
    );
    const text = readFileSync(join(folder, 'config'), 'utf8');
    assert.deepEqual(codes, [0, 0, 0]);
    assert.ok(text.startsWith('# mine\n'));
    const sections = text.match(/^\[profile \w+\]$/gm) ?? [];
    assert.equal(new Set(sections).size, names.length * EACH);
  });
});
