import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { builtInWorld } from '../../../src/dev-server/world/built-in-world.ts';
import { headlessAws, type HeadlessAws } from '../../support/aws/headless-aws.ts';

interface Report {
  readonly users: readonly {
    readonly user: string;
    readonly findings: readonly string[];
    readonly keys: readonly Record<string, unknown>[];
    readonly mfa: boolean | null;
  }[];
}

describe('keys audit', () => {
  let aws: HeadlessAws;

  before(async () => {
    const users = builtInWorld.users.map((user, index) => ({
      ...user,
      iam: index === 0 ? 'account' : 'own',
    }));
    aws = await headlessAws({ ...builtInWorld, users });
  });

  it('shows the keys of the profile’s own user', async () => {
    const { status, stdout, stderr } = await aws.sandbox.run(['keys', 'audit', 'jane', '--json']);
    assert.equal(status, 0, stderr);
    const [user] = (JSON.parse(stdout) as Report).users;
    assert.equal(user?.user, 'jane');
    assert.deepEqual(user.findings, ['key-old', 'no-mfa']);
    assert.equal(user.keys[0]?.['access_key_id'], 'AKIAEXAMPLEJANEUSER2');
    assert.equal(user.keys[0]['age_days'], 400);
    assert.equal(user.mfa, false);
  });

  it('shows the whole account by its report, and fails only with --fail', async () => {
    const { status, stdout, stderr } = await aws.sandbox.run([
      'keys',
      'audit',
      'ci-user',
      '--account',
      '--json',
    ]);
    assert.equal(status, 0, stderr);
    const { users } = JSON.parse(stdout) as Report;
    assert.deepEqual(
      users.map(({ user }) => user),
      ['<root_account>', 'ci-user'],
    );
    assert.deepEqual(users[1]?.findings, ['key-old']);
    assert.equal(users[1].keys[0]?.['access_key_id'], null);
    for (const [limit, ends] of [
      ['500d', 3],
      ['300d', 3],
    ] as const) {
      const args = ['keys', 'audit', 'ci-user', '--account', '--max-age', limit, '--fail', '--csv'];
      const failed = await aws.sandbox.run(args);
      assert.equal(failed.status, ends, failed.stderr);
      assert.match(failed.stdout, /^user,arn,findings,[^]*\nci-user,/);
    }
  });

  it('is refused as AWS refuses it, with nothing on stdout', async () => {
    const { status, stdout, stderr } = await aws.sandbox.run([
      'keys',
      'audit',
      'jane',
      '--account',
      '--fail',
    ]);
    assert.equal(status, 3);
    assert.equal(stdout, '');
    assert.match(stderr, /AWS refused GenerateCredentialReport/);
  });

  it('refuses what it does not understand', async () => {
    for (const [args, words] of [
      [['ci-user', '--max-age', 'old'], /no duration/],
      [['ci-user', '--csv', '--json'], /exclude each other/],
    ] as const) {
      const { status, stderr } = await aws.sandbox.run(['keys', 'audit', ...args]);
      assert.equal(status, 2, stderr);
      assert.match(stderr, words);
    }
  });

  it('reads a report of 16 MiB', async () => {
    const head =
      'user,arn,user_creation_time,password_enabled,password_last_used,password_last_changed,password_next_rotation,mfa_active,access_key_1_active,access_key_1_last_rotated';
    const row = (index: number): string =>
      `user-${index},arn:aws:iam::777788889999:user/user-${index},2020-01-01T00:00:00+00:00,false,N/A,N/A,N/A,false,true,2020-01-01T00:00:00+00:00`;
    const rows: string[] = [head];
    for (let length = 0; length < 16 * 1024 * 1024 - 1024;) {
      const next = row(rows.length);
      rows.push(next);
      length += next.length + 1;
    }
    const content = Buffer.from(rows.join('\n')).toString('base64');
    const body = `<GetCredentialReportResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><GetCredentialReportResult><ReportFormat>text/csv</ReportFormat><Content>${content}</Content></GetCredentialReportResult></GetCredentialReportResponse>`;
    const headers = { 'Content-Type': 'text/xml' };
    aws.server.fail({
      operation: 'GetCredentialReport',
      how: { kind: 'status', status: 200, body, headers },
    });
    const { status, stdout, stderr } = await aws.sandbox.run([
      'keys',
      'audit',
      'ci-user',
      '--account',
      '--csv',
    ]);
    assert.equal(status, 0, stderr);
    const lines = stdout.trimEnd().split('\n');
    assert.equal(lines.length, rows.length);
    assert.match(lines.at(-1) ?? '', new RegExp(`^user-${rows.length - 1},.*key-old`));
  });
});
