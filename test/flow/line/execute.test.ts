import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'node:test';
import type { Credentials } from '../../../src/core/credentials.ts';
import type { Request } from '../../../src/core/plan/request.ts';
import { Secret } from '../../../src/core/secret.ts';
import { AwscredError } from '../../../src/errors.ts';
import { execute, type Result } from '../../../src/flow/line/execute.ts';
import { refusal } from '../../support/ports/test-aws.ts';
import { testPorts, type TestPorts } from '../../support/ports.ts';
import { configOf, PLAIN_REQUEST, planOf, SETTINGS } from '../../support/plan.ts';

const CONFIG = `[profile keys]
aws_access_key_id = AKIAUSER
aws_secret_access_key = s
[profile hub]
role_arn = arn:aws:iam::1:role/Hub
source_profile = keys
[profile prod]
role_arn = arn:aws:iam::2:role/Prod
source_profile = hub
`;

const MINUTE = 60_000;

describe('execute', () => {
  let ports: TestPorts;
  let issued: number;

  beforeEach(() => {
    ports = testPorts();
    issued = 0;
    ports.aws.on('assumeRole', (_site, _as, request) => session((request.durationSeconds ?? 0) / 60));
  });

  function session(minutes: number): Credentials {
    issued += 1;
    return {
      accessKeyId: `ASIA${issued}`,
      secretAccessKey: new Secret('secret'),
      sessionToken: new Secret('token'),
      expiresAt: ports.clock.now() + minutes * MINUTE,
      accountId: '2',
      arn: null,
    };
  }

  async function run(profile: string, request: Partial<Request> = {}): Promise<Result> {
    const plan = planOf({ config: CONFIG, request }, profile);
    const whole = { ...PLAIN_REQUEST, ...request };
    return execute({ plan, config: configOf({ config: CONFIG }), request: whole, settings: SETTINGS }, ports);
  }

  it('makes one call a hop, then none', async () => {
    const first = await run('prod');
    const again = await run('prod');
    assert.equal(again.credentials.accessKeyId, first.credentials.accessKeyId);
    assert.deepEqual([first.cached, again.cached], [false, true]);
    assert.equal(ports.aws.count('assumeRole'), 2);
  });

  it('keeps every hop: another role behind the hub costs one call', async () => {
    await run('hub');
    await run('prod');
    assert.equal(ports.aws.count('assumeRole'), 2);
  });

  it('a warm result takes no lock', async () => {
    await run('prod');
    ports.locked.length = 0;
    await run('prod');
    assert.deepEqual(ports.locked, []);
  });

  it('hands out nothing with less than 15 minutes left', async () => {
    await run('prod');
    ports.clock.advance(44 * MINUTE);
    assert.equal((await run('prod')).cached, true);
    ports.clock.advance(2 * MINUTE);
    assert.equal((await run('prod')).cached, false);
  });

  it('hands out nothing that is as good as expired because the clock was set back or forth', async () => {
    await run('hub');
    ports.clock.advance(-30_000);
    assert.equal((await run('hub')).cached, true, 'a step of half a minute');
    ports.clock.advance(-24 * 60 * MINUTE);
    assert.equal((await run('hub')).cached, false, 'kept tomorrow');
    assert.equal((await run('hub')).cached, true, 'once');
    ports.clock.advance(24 * 60 * MINUTE);
    assert.equal((await run('hub')).cached, false);
  });

  it('a session that is hardly longer than that serves for half its life', async () => {
    ports.aws.on('assumeRole', () => session(15));
    await run('hub');
    ports.clock.advance(7 * MINUTE);
    assert.equal((await run('hub')).cached, true);
    ports.clock.advance(MINUTE);
    assert.equal((await run('hub')).cached, false);
  });

  it('--refresh ignores cached credentials, for every hop, and keeps the new', async () => {
    await run('prod');
    ports.clock.advance(MINUTE);
    await run('prod', { refresh: true });
    assert.equal(ports.aws.count('assumeRole'), 4);
    await run('prod');
    assert.equal(ports.aws.count('assumeRole'), 4);
  });

  it('a cached hop that AWS has begun to reject is obtained again once, not for ever', async () => {
    await run('hub');
    const rejected = refusal('ExpiredToken', 403);
    ports.aws.on('assumeRole', { fail: rejected }, () => session(60));
    assert.equal((await run('prod')).cached, false);
    assert.equal(ports.aws.count('assumeRole'), 4);
    ports.aws.on('assumeRole', { fail: rejected });
    ports.clock.advance(1);
    await assert.rejects(run('prod', { refresh: true }), AwscredError);
    assert.equal(ports.aws.count('assumeRole'), 5);
  });

  it('a store that cannot be used ends it before any call', async () => {
    ports.store.fails = { prepare: new AwscredError('LOCKED', 'locked') };
    await assert.rejects(
      run('prod'),
      (error: unknown) => error instanceof AwscredError && error.code === 'LOCKED',
    );
    assert.equal(ports.aws.calls.length, 0);
  });

  it('a store that fails at the write costs one warning', async () => {
    ports.store.fails = { put: new AwscredError('NO_COLLECTION', 'no keyring') };
    assert.equal((await run('prod')).credentials.accessKeyId, 'ASIA2');
    assert.deepEqual([...new Set(ports.report.of('warn'))], ['the result could not be stored: no keyring']);
  });

  it('a refusal is not kept', async () => {
    ports.aws.on('assumeRole', { fail: refusal('AccessDenied', 403) }, () => session(60));
    await assert.rejects(
      run('hub'),
      (error: unknown) => error instanceof AwscredError && error.code === 'ACCESS_DENIED',
    );
    assert.equal((await run('hub')).cached, false);
  });

  it('keys in a file need no store', async () => {
    ports.store.fails = { prepare: new AwscredError('LOCKED', 'locked') };
    assert.equal((await run('keys')).credentials.accessKeyId, 'AKIAUSER');
  });
});
