import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { adoptEdits, isAdopted, unadoptEdits } from '../../../../src/core/aws-files/adopt/adopt-edits.ts';
import { processLine } from '../../../../src/core/aws-files/adopt/process-line.ts';
import { readDrafts, type Drafts } from '../../../../src/core/aws-files/config-drafts.ts';
import type { Config } from '../../../../src/core/aws-files/config-model.ts';
import { readConfig } from '../../../../src/core/aws-files/config.ts';
import { applyEdits } from '../../../../src/core/aws-files/edit/apply-edits.ts';
import type { FileEdit } from '../../../../src/core/aws-files/edit/file-edit.ts';
import { AwscredError } from '../../../../src/errors.ts';
import { RandomAwsFile } from '../../../support/files/random-aws-file.ts';
import { seeded } from '../../../support/seeded.ts';

const MANY = 1000;
const NOTHING = readDrafts('credentials', '/credentials', '');

/** The edits of every profile that can be; null for one that is refused. */
function edited(text: string, make: (name: string, config: Drafts) => readonly FileEdit[]): string {
  const config = readDrafts('config', '/c', text);
  const edits = [...config.sections.profile.keys()].flatMap((name) => {
    try {
      return make(name, config);
    } catch (error) {
      assert.ok(error instanceof AwscredError);
      return [];
    }
  });
  return applyEdits({ file: 'config', path: '/c', text }, edits);
}

const adopted = (text: string): string =>
  edited(text, (name, config) =>
    adoptEdits(name, () => processLine({ program: ['/opt/awscred'], platform: 'linux' }, name), {
      config,
      credentials: NOTHING,
      home: '/h',
    }),
  );
const unadopted = (text: string): string =>
  edited(text, (name, config) => unadoptEdits(name, { config, credentials: NOTHING, home: '/h' }));

function meaning(text: string): unknown {
  const read: Config = readConfig({ config: { path: '/c', text }, credentials: { path: '/d', text: null } });
  return [...read.profiles].map(([name, { properties }]) => [
    name,
    [...properties]
      .map(([key, { value }]) => [key, valueOf(value)])
      .toSorted(([a], [b]) => (String(a) < String(b) ? -1 : 1)),
  ]);
}

function valueOf(value: unknown): unknown {
  return value instanceof Map
    ? [...(value as ReadonlyMap<string, { value: unknown }>)].map(([key, inner]) => [key, inner.value])
    : value;
}

describe('profiles of random files', () => {
  it(`mean the same adopted, and are restored byte for byte, ${MANY} files`, () => {
    const files = new RandomAwsFile(seeded(13), false);
    let count = 0;
    for (let at = 0; at < MANY; at += 1) {
      const { before } = files.next();
      const after = adopted(before);
      const { profile } = readDrafts('config', '/c', after).sections;
      count += [...profile.values()].filter(isAdopted).length;
      assert.deepEqual(meaning(after), meaning(before), before);
      assert.equal(adopted(after), after);
      assert.equal(unadopted(after), before);
    }
    assert.ok(count > MANY, `${count} profiles`);
  });
});
