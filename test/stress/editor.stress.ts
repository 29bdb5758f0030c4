import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { applyEdits } from '../../src/core/aws-files/edit/apply-edits.ts';
import { killedEdits } from '../support/files/killed-editor.ts';
import { RandomAwsFile } from '../support/files/random-aws-file.ts';
import { seeded } from '../support/seeded.ts';
import { deadline, figure } from '../support/files/stress-home.ts';

const KILLS = 200;
const EDITS = 200_000;

describe('the editor of AWS’s files', () => {
  it(`leaves the old file or the new one, killed at ${KILLS} random points`, async () => {
    const { broken, left, midway } = await killedEdits(KILLS, Math.random);
    figure(`${KILLS} kills, ${midway} with a new file half there; ${broken} broken files`);
    assert.deepEqual({ broken, left }, { broken: 0, left: [] });
  });

  it('changes what was asked and no other byte', () => {
    const seed = Math.floor(Math.random() * 2 ** 31);
    const files = new RandomAwsFile(seeded(seed), false);
    let edits = 0;
    for (const isOver = deadline(30); edits < EDITS && !isOver(); edits += 1) {
      const { before, edit, after } = files.next();
      const text = applyEdits({ file: 'config', path: '/c', text: before }, [edit]);
      assert.equal(text, after, `seed ${seed}: ${JSON.stringify({ before, edit })}`);
    }
    figure(`${edits} random edits (seed ${seed}): 0 other bytes changed`);
  });
});
