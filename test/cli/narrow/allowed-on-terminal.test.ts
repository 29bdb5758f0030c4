import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { localAws, PRESS_ALLOW, type LocalAws } from '../../support/aws/local-aws.ts';
import { needs } from '../../support/process/needs.ts';
import { PYTHON, runOnTerminal, type DialogStep, type TerminalResult } from '../../support/pty.ts';
import { AWSCRED, type RunResult } from '../../support/sandbox.ts';

const JANE = '111122223333';
const PROD = '444455556666';
const allowing = (pattern: string, ...ids: readonly string[]): string =>
  `[profile ${pattern}]\nallowed_account_ids = ${ids.join(', ')}\n`;

describe('allowed_account_ids and what is asked, on a real terminal', () => {
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
