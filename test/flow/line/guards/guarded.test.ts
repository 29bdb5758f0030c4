import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'node:test';
import type { Credentials } from '../../../../src/core/credentials.ts';
import { parseGuards } from '../../../../src/core/settings/guards-text.ts';
import { Secret } from '../../../../src/core/secret.ts';
import { AwscredError, type ErrorCode } from '../../../../src/errors.ts';
import { credentialsFor } from '../../../../src/flow/line/credentials.ts';
import { planFor } from '../../../../src/flow/line/plan-for.ts';
import { testPorts, type TestPorts } from '../../../support/ports.ts';
import { configOf, PLAIN_REQUEST, SETTINGS } from '../../../support/plan.ts';

const HERE = '111122223333';
const ELSEWHERE = '444455556666';
const CONFIG = `[profile keys]
aws_access_key_id = AKIAUSER
aws_secret_access_key = s
[profile role]
role_arn = arn:aws:iam::${HERE}:role/R
source_profile = keys
`;

/** What no honest AWS answers, and no local one either. */
describe('credentials of another account than the plan says', () => {
  let ports: TestPorts;

  beforeEach(() => {
    ports = testPorts();
    ports.aws.on('assumeRole', { give: session(`arn:aws:sts::${ELSEWHERE}:assumed-role/R/x`) });
  });

  function session(arn: string | null): Credentials {
    return {
      accessKeyId: 'ASIA1',
      secretAccessKey: new Secret('secret'),
      sessionToken: new Secret('token'),
      expiresAt: ports.clock.now() + 3_600_000,
      accountId: arn?.split(':')[4] ?? HERE,
      arn,
    };
  }

  async function run(guards: string, profile: string = 'role'): Promise<Credentials> {
    const config = configOf({ config: CONFIG });
    const own = {
      ports,
      settings: SETTINGS,
      request: PLAIN_REQUEST,
      config: () => config,
      guards: () => parseGuards(guards, '/c'),
      accountName: () => null,
    };
    return (await credentialsFor(own, planFor(own, profile))).credentials;
  }

  const fails = async (work: Promise<unknown>, code: ErrorCode): Promise<void> =>
    assert.rejects(work, (error: unknown) => error instanceof AwscredError && error.code === code);

  it('are refused, first and from the cache', async () => {
    const guards = `[profile *]\nallowed_account_ids = ${HERE}`;
    await fails(run(guards), 'GUARD');
    await fails(run(guards), 'GUARD');
    assert.equal(ports.aws.count('assumeRole'), 1);
    assert.equal(ports.aws.count('getCallerIdentity'), 0);
  });

  it('meet the guards of both accounts', async () => {
    ports.terminal.answers.push(HERE, ELSEWHERE);
    await run(`[account ${HERE}]\nconfirm = true\n[account ${ELSEWHERE}]\nconfirm = true`);
    assert.match(ports.terminal.asked[0] ?? '', /account's number \(111122223333\)/);
    assert.match(ports.terminal.asked[1] ?? '', /account's number \(444455556666\)/);
    await fails(run(`[account ${ELSEWHERE}]\nallowed_account_ids = ${HERE}`), 'GUARD');
  });

  it('without an ARN in the answer are asked who they are, once', async () => {
    ports.aws.on('assumeRole', { give: session(null) });
    const arn = `arn:aws:sts::${ELSEWHERE}:assumed-role/R/x`;
    ports.aws.on('getCallerIdentity', { give: { accountId: ELSEWHERE, arn, userId: 'AROA:x' } });
    await run(`[profile *]\nallowed_account_ids = ${HERE}, ${ELSEWHERE}`);
    assert.equal((await run(`[profile *]\nallowed_account_ids = ${ELSEWHERE}, ${HERE}`)).arn, arn);
    await fails(run(`[profile *]\nallowed_account_ids = ${HERE}`), 'GUARD');
    assert.deepEqual([ports.aws.count('assumeRole'), ports.aws.count('getCallerIdentity')], [1, 1]);
  });

  it('nothing is asked where no guard needs to know', async () => {
    await run('[profile other]\nconfirm = true\nallowed_account_ids = 777788889999');
    await run('', 'keys');
    assert.equal(ports.aws.count('getCallerIdentity'), 0);
    assert.deepEqual(ports.terminal.asked, []);
  });

  it('a terminal that cannot be told from others is asked each time, without waiting for anybody', async () => {
    ports.terminal.identity = null;
    ports.terminal.answers.push('keys', 'keys');
    await run('[profile keys]\nconfirm = true', 'keys');
    await run('[profile keys]\nconfirm = true', 'keys');
    assert.equal(ports.terminal.asked.length, 2);
    assert.deepEqual(ports.locked, []);
  });
});
