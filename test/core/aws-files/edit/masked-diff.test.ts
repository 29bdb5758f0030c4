import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { maskedDiff } from '../../../../src/core/aws-files/edit/masked-diff.ts';
import { needs } from '../../../support/process/needs.ts';
import { RandomAwsFile } from '../../../support/files/random-aws-file.ts';
import { seeded } from '../../../support/seeded.ts';
import { tempFolder } from '../../../support/files/temp-folder.ts';

const diff = (before: string, after: string): string =>
  maskedDiff({ file: 'credentials', path: '/c', before, after });

/** Everything in it is secret or malformed. */
const SECRETS = `[a]
aws_secret_access_key = s3cret
awscred_aws_session_token = s3cret
password = first-s3cret
  second-s3cret
s3cretpastedalone
x = 1
# aws_secret_access_key = s3cret
  # export AWS_SESSION_TOKEN=s3cret
y =
  aws_secret_access_key = s3cret
`;

describe('a masked diff', () => {
  it('shows no secret, in what changed and around it', () => {
    for (const [before, after] of [
      [SECRETS, ''],
      ['', SECRETS],
      [SECRETS, SECRETS.replace('x = 1', 'x = 2')],
      [SECRETS, SECRETS.replaceAll('s3cret', 'oth3r')],
    ] as const) {
      const shown = diff(before, after);
      assert.match(shown, /^--- \/c\n\+\+\+ \/c\n@@ /);
      assert.doesNotMatch(shown, /s3cret|oth3r/);
    }
    assert.match(diff(SECRETS, SECRETS.replace('x = 1', 'x = 2')), /\n-x = 1\n\+x = 2\n/);
    assert.match(diff(SECRETS, ''), /\n-aws_secret_access_key = \*{8}\n/);
  });

  it('is empty where nothing changes', () => {
    assert.equal(diff(SECRETS, SECRETS), '');
  });

  it('takes a moment for ten thousand changes', () => {
    const file = (word: string): string =>
      Array.from({ length: 10_000 }, (_, at) => `[p${at}]\n${word} = ${at}\nregion = x\n`).join('');
    const start = performance.now();
    const lines = diff(file('a'), file('b')).split('\n');
    assert.equal(lines.filter((line) => line.startsWith('+b = ')).length, 10_000);
    assert.ok(performance.now() - start < 10_000);
  });

  it('is a patch: patch(1) makes the new file of the old one', { skip: needs('patch') }, () => {
    const folder = tempFolder();
    const [target, patch] = [join(folder, 'config'), join(folder, 'diff')];
    const files = new RandomAwsFile(seeded(7), true);
    for (let at = 0; at < 60; at += 1) {
      const { before, after } = files.next();
      const text = maskedDiff({ file: 'config', path: '/c', before, after });
      // A person sees no carriage returns.
      writeFileSync(target, before.replaceAll('\r\n', '\n'));
      writeFileSync(patch, text);
      if (text !== '') {
        execFileSync('patch', ['--binary', '-s', target, patch]);
      }
      assert.equal(readFileSync(target, 'utf8'), after.replaceAll('\r\n', '\n'), text);
    }
  });
});
