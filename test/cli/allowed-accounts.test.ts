import assert from 'node:assert/strict';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import { localAws, PRESS_ALLOW, type LocalAws } from '../support/local-aws.ts';
import { needs } from '../support/needs.ts';
import { PYTHON, runOnTerminal, type DialogStep, type TerminalResult } from '../support/pty.ts';
import { AWSCRED, type RunResult } from '../support/sandbox.ts';

const JANE = '111122223333';
const PROD = '444455556666';
const allowing = (pattern: string, ...ids: readonly string[]): string =>
  `[profile ${pattern}]\nallowed_account_ids = ${ids.join(', ')}\n`;

describe('allowed_account_ids', () => {
  let aws: LocalAws;

  before(async () => {
    aws = await localAws();
    const login = await aws.sandbox.run(['login', 'acme'], { env: { BROWSER: PRESS_ALLOW } });
    assert.equal(login.status, 0, login.stderr);
  });

  const config = (text: string): string =>
    aws.sandbox.write('.config/awscred/config.ini', `trusted_endpoints = 127.0.0.1\n${text}`);
  const run = async (...args: readonly string[]): Promise<RunResult> => aws.sandbox.run(args);
  const onTerminal = async (
    args: readonly string[],
    dialog: readonly DialogStep[],
  ): Promise<TerminalResult> =>
    runOnTerminal([process.execPath, AWSCRED, ...args], { env: aws.sandbox.environment(), dialog });
  /** What AWS saw while `act` ran. */
  const callsOf = async (act: () => Promise<RunResult>): Promise<readonly [RunResult, readonly string[]]> => {
    const from = aws.server.calls.length;
    const result = await act();
    return [result, aws.server.calls.slice(from).map(({ operation }) => operation)];
  };
  const refused = ({ status, stdout, stderr }: RunResult, account: string, line: number): void => {
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

  it(
    '[account …] reaches keys whose account nobody knows before AWS says it',
    { skip: needs(PYTHON) },
    async () => {
      config(`[account ${JANE}]\nconfirm = true\n`);
      const [none, calls] = await callsOf(async () => run('process', 'jane'));
      assert.equal(none.status, 4, none.stderr);
      assert.deepEqual(calls, ['GetCallerIdentity']);
      const dialog = [
        {
          expect: /jane is guarded: type the account's number \(111122223333\) to go on: /,
          send: `${JANE}\n`,
        },
      ];
      const result = await onTerminal(['process', 'jane'], dialog);
      assert.equal(result.status, 0, result.stderr);
      assert.match(result.stdout, /AKIAEXAMPLEJANEUSER2/);
    },
  );

  it('a session of an MFA code is asked once who it is', { skip: needs(PYTHON) }, async () => {
    const device = 'arn:aws:iam::777788889999:mfa/ci-user';
    aws.sandbox.write(
      '.aws/credentials',
      `[own]\naws_access_key_id = AKIAEXAMPLECIUSER234\naws_secret_access_key = example/ci/user/secret/access/key/000001\nmfa_serial = ${device}\nregion = eu-west-1\nendpoint_url = ${aws.server.url}\n`,
    );
    config(allowing('own', '777788889999'));
    const from = aws.count('GetCallerIdentity');
    const code = { expect: /MFA code for/, send: `${aws.server.mfaCode(device)}\n` };
    const first = await onTerminal(['process', 'own'], [code]);
    assert.equal(first.status, 0, first.stderr);
    const second = await run('process', 'own');
    assert.equal(second.stdout, first.stdout);
    assert.equal(aws.count('GetCallerIdentity') - from, 1);
    config(allowing('own', PROD));
    refused(await run('process', 'own'), '777788889999', 2);
  });
});
