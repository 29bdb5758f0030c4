import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { applyEdits } from '../../../../src/core/aws-files/edit/apply-edits.ts';
import { RandomAwsFile } from '../../../support/files/random-aws-file.ts';
import { seeded } from '../../../support/seeded.ts';

/** As many in a test run; the stress run goes on (test/stress/editor.stress.ts). */
const MANY = 20_000;

describe('random edits of random files', () => {
  it(`changes what was asked and no other byte, ${MANY} times`, () => {
    const files = new RandomAwsFile(seeded(11), false);
    let changed = 0;
    for (let at = 0; at < MANY; at += 1) {
      const { before, edit, after } = files.next();
      const text = applyEdits({ file: 'config', path: '/c', text: before }, [edit]);
      assert.equal(text, after, `edit ${at}: ${JSON.stringify({ before, edit })}`);
      changed += text === before ? 0 : 1;
    }
    assert.ok(changed > MANY * 0.7, `${changed} changed something`);
  });
});
