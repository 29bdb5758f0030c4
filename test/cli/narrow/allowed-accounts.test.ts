import assert from 'node:assert/strict';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import { ALLOW, headlessAws, type HeadlessAws } from '../../support/aws/headless-aws.ts';
import type { HeadlessResult } from '../../support/headless.ts';

const JANE = '111122223333';
const PROD = '444455556666';
const allowing = (pattern: string, ...ids: readonly string[]): string =>
  `[profile ${pattern}]\nallowed_account_ids = ${ids.join(', ')}\n`;

describe('allowed_account_ids', () => {
  let aws: HeadlessAws;

  before(async () => {
    aws = await headlessAws();
    const login = await aws.sandbox.run(['login', 'acme'], { env: { BROWSER: ALLOW } });
    assert.equal(login.status, 0, login.stderr);
  });

  const config = (text: string): string =>
    aws.sandbox.write('.config/awscred/config.ini', `trusted_endpoints = 127.0.0.1\n${text}`);
  const run = async (...args: readonly string[]): Promise<HeadlessResult> => aws.sandbox.run(args);
  /** What AWS saw while `act` ran. */
  const callsOf = async (
    act: () => Promise<HeadlessResult>,
  ): Promise<readonly [HeadlessResult, readonly string[]]> => {
    const from = aws.server.calls.length;
    const result = await act();
    return [result, aws.server.calls.slice(from).map(({ operation }) => operation)];
  };
  const refused = ({ status, stdout, stderr }: HeadlessResult, account: string, line: number): void => {
    assert.equal(status, 2, stderr);
    assert.equal(stdout, '');
    assert.match(
      stderr,
      new RegExp(`^awscred: ~/.config/awscred/config.ini:${line + 1}: .* leads to account ${account}, which`),
    );
  };

  it('refuses what the plan shows already, before any call, what is cached included', async () => {
    assert.equal((await run('process', 'prod-readonly')).status, 0);
    config(`store = file\n${allowing('*', JANE, '222233334444')}`);
    const role = `arn:aws:iam::${PROD}:role/ReadOnly`;
    for (const args of [
      ['process', 'prod-readonly'],
      ['process', 'prod-readonly', '--refresh'],
      ['process', 'hub', '--role-arn', role],
      ['whoami', 'prod-readonly'],
    ]) {
      const [result, calls] = await callsOf(async () => run(...args));
      refused(result, PROD, 3);
      assert.deepEqual(calls, []);
    }
    const exec = await run('exec', 'prod-readonly', '--', 'true');
    assert.equal(exec.status, 125);
    const json = await run('process', 'prod-readonly', '--json');
    const { error } = JSON.parse(json.stderr) as { error: Record<string, unknown> };
    assert.deepEqual(
      [error['code'], error['file'], error['line']],
      ['GUARD', join(aws.sandbox.home, '.config/awscred/config.ini'), 4],
    );
    assert.equal((await run('process', 'hub')).status, 0);
  });

  it('a role’s own answer proves its account: no call besides those of the plan', async () => {
    config(allowing('prod-*', PROD));
    const [first, calls] = await callsOf(async () => run('process', 'prod-readonly', '--refresh'));
    assert.equal(first.status, 0, first.stderr);
    assert.ok(!calls.includes('GetCallerIdentity'), calls.join());
    assert.deepEqual((await callsOf(async () => run('process', 'prod-readonly')))[1], []);
  });

  it('a permission set is asked once who it is, and what is kept knows it', async () => {
    config(allowing('bastion', JANE));
    const [first, calls] = await callsOf(async () => run('process', 'bastion', '--refresh'));
    assert.equal(first.status, 0, first.stderr);
    assert.deepEqual(calls, ['GetRoleCredentials', 'GetCallerIdentity']);
    const [second, none] = await callsOf(async () => run('process', 'bastion'));
    assert.equal(second.stdout, first.stdout);
    assert.deepEqual(none, []);
  });

  it('keys in a file are asked each time', async () => {
    config(allowing('jane', JANE));
    for (let round = 0; round < 2; round += 1) {
      const [result, calls] = await callsOf(async () => run('process', 'jane'));
      assert.equal(result.status, 0, result.stderr);
      assert.deepEqual(calls, ['GetCallerIdentity']);
    }
    config(allowing('jane', PROD));
    refused(await run('process', 'jane'), JANE, 2);
    refused(await run('assume', 'jane', '-o', 'json'), JANE, 2);
    config(allowing('other', PROD));
    assert.deepEqual((await callsOf(async () => run('process', 'jane')))[1], []);
  });

  it('keys that claim nothing are handed out to nobody where AWS cannot be asked', async () => {
    aws.sandbox.append(
      '.aws/credentials',
      '\n[lost]\naws_access_key_id = AKIAEXAMPLENOBODY234\naws_secret_access_key = example/x\nregion = eu-west-1\nendpoint_url = http://127.0.0.1:9\n',
    );
    config(allowing('lost', JANE));
    const result = await run('process', 'lost');
    assert.equal(result.status, 6, result.stderr);
    assert.equal(result.stdout, '');
  });

  it('the accounts are those that every section allows', async () => {
    config(allowing('*', JANE, PROD) + allowing('prod-?eadonly', JANE));
    refused(await run('process', 'prod-readonly'), PROD, 4);
    config(`[account ${PROD}]\nallowed_account_ids = ${JANE}\n`);
    refused(await run('process', 'prod-readonly'), PROD, 2);
    assert.equal((await run('process', 'hub')).status, 0);
  });

  it('no variable loosens it', async () => {
    config(allowing('*', JANE));
    const env = { AWSCRED_ALLOWED_ACCOUNT_IDS: PROD, AWS_ACCOUNT_ID: JANE };
    refused(await aws.sandbox.run(['process', 'prod-readonly'], { env }), PROD, 2);
  });
});
