import assert from 'node:assert/strict';
import { chmodSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { AWSCRED, Sandbox } from '../../support/sandbox.ts';

const LINE = `"${process.execPath}" "${AWSCRED}" process`;
const CONFIG = `# mine
[default]
region = a
Region = eu-west-1
[profile gone]
awscred_role_arn = arn:aws:iam::111122223333:role/R
awscred_source_profile = keys
credential_process = "/opt/old node/bin/node" /opt/old/bin/awscred.cjs process gone
[profile other]
credential_process = /gone/awscred-launcher process --min-ttl 20m gone
[profile portable]
credential_process = awscred process gone
[profile theirs]
credential_process = /gone/tool process gone
[profile twice]
x = 1
x = 2
[profile twice]
[sso-session s]
sso_region = a
sso_region = eu-west-1
sso_start_url = https://s.awsapps.com/start
`;
const FIXED = `# mine
[default]
Region = eu-west-1
[profile gone]
awscred_role_arn = arn:aws:iam::111122223333:role/R
awscred_source_profile = keys
credential_process = ${LINE} gone
[profile other]
credential_process = ${LINE} --min-ttl 20m gone
[profile portable]
credential_process = awscred process gone
[profile theirs]
credential_process = /gone/tool process gone
[profile twice]
x = 1
x = 2
[profile twice]
[sso-session s]
sso_region = eu-west-1
sso_start_url = https://s.awsapps.com/start
`;
const KEYS = '[keys]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = s/ecret\n';

interface Report {
  readonly checks: readonly {
    readonly id: string;
    readonly findings: readonly { readonly text: string }[];
  }[];
  readonly fixed?: readonly { readonly id: string; readonly text: string }[];
}

interface Broken {
  readonly sandbox: Sandbox;
  readonly read: () => string;
  readonly texts: (report: Report, id: string) => readonly string[];
}

function broken(): Broken {
  const sandbox = new Sandbox();
  sandbox.write('.aws/config', CONFIG);
  chmodSync(sandbox.write('.aws/credentials', KEYS), 0o644);
  return {
    sandbox,
    read: () => readFileSync(join(sandbox.home, '.aws/config'), 'utf8'),
    texts: ({ checks }, id) =>
      checks.find((check) => check.id === id)?.findings.map(({ text }) => text) ?? [],
  };
}

describe('doctor --fix', () => {
  it('mends what needs no decision, says so, and looks again', async () => {
    const { sandbox, read, texts } = broken();
    const before = JSON.parse((await sandbox.run(['doctor', '--json'])).stdout) as Report;
    assert.deepEqual(texts(before, 'adopted-lines'), [
      '~/.aws/config:8 [gone] calls awscred by a path that is gone: /opt/old node/bin/node',
      '~/.aws/config:10 [other] calls awscred by a path that is gone: /gone/awscred-launcher',
      '~/.aws/config:12 [portable] calls awscred, which is not on PATH here',
    ]);
    assert.equal(read(), CONFIG);
    assert.equal(before.fixed, undefined);

    const result = await sandbox.run(['doctor', '--fix', '--json']);
    const after = JSON.parse(result.stdout) as Report;
    assert.deepEqual(
      after.fixed?.map(({ id }) => id),
      ['files-private', 'adopted-lines', 'duplicates'],
    );
    assert.match(result.stderr, /^awscred: files-private: only you can read ~\/\.aws\/credentials now$/m);
    assert.match(
      result.stderr,
      /^awscred: adopted-lines: 2 profiles in ~\/\.aws\/config call this awscred now$/m,
    );
    assert.equal(read(), FIXED);
    assert.equal(statSync(join(sandbox.home, '.aws/credentials')).mode & 0o777, 0o600);
    assert.deepEqual(texts(after, 'adopted-lines'), [
      '~/.aws/config:11 [portable] calls awscred, which is not on PATH here',
    ]);
    assert.deepEqual(texts(after, 'files-private'), ['no file with keys is readable by others']);
    // Which of two sections is meant only a person knows.
    assert.equal(texts(after, 'duplicates').length, 2);
    assert.equal(readdirSync(join(sandbox.home, '.local/state/awscred/backups')).length, 2);
  });

  it('mends what is named, and refuses an id without a fix', async () => {
    const { sandbox, read } = broken();
    await sandbox.run(['doctor', '--fix', 'duplicates']);
    assert.match(read(), /\[default\]\nRegion = eu-west-1\n/);
    assert.match(read(), /\/opt\/old\/bin/);
    assert.equal(statSync(join(sandbox.home, '.aws/credentials')).mode & 0o777, 0o644);
    const unknown = await sandbox.run(['doctor', '--fix', 'adopted-line', 'duplicates']);
    assert.equal(unknown.status, 2);
    assert.match(
      unknown.stderr,
      /cannot fix "adopted-line" by itself\nawscred: hint: did you mean adopted-lines\?/,
    );
    const without = await sandbox.run(['doctor', 'duplicates']);
    assert.equal(without.status, 2);
  });
});
