import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { MfaCodes } from '../../../src/dev-server/sts/mfa-codes.ts';
import { userIdentity } from '../../../src/dev-server/sts/identity.ts';
import { parseWorld } from '../../../src/dev-server/world/parse-world.ts';
import { type Keys, keysOf, refusalOf, sts, stsClient } from '../support/sts-client.ts';
import { withServer } from '../support/with-server.ts';
import { KEYS, MFA, role, roleArn, worldOf } from '../support/worlds.ts';

const WRONG = /^MultiFactorAuthentication failed with invalid MFA one time pass code\.$/;

function newDevice() {
  const [user] = parseWorld(worldOf(), 'test').users;
  assert.ok(user !== undefined);
  return { caller: userIdentity(user), codes: new MfaCodes() };
}

describe('a code', () => {
  // RFC 6238, appendix B, cut to six digits.
  const vectors: readonly [number, string][] = [
    [59, '287082'],
    [1_111_111_109, '081804'],
    [1_234_567_890, '005924'],
  ];
  for (const [seconds, code] of vectors) {
    it(`of second ${seconds} is ${code}, once`, () => {
      const { caller, codes } = newDevice();
      assert.equal(codes.accept(caller, MFA.serial, code, seconds * 1000), true);
      assert.throws(() => codes.accept(caller, MFA.serial, code, seconds * 1000), { message: WRONG });
    });
  }

  it('may be one step early or late, not two', () => {
    for (const [drift, isGood] of [
      [-60, false],
      [-30, true],
      [30, true],
      [60, false],
    ] as const) {
      const { caller, codes } = newDevice();
      const tryIt = () => codes.accept(caller, MFA.serial, '005924', (1_234_567_890 + drift) * 1000);
      if (isGood) {
        assert.equal(tryIt(), true);
      } else {
        assert.throws(tryIt, { message: WRONG });
      }
    }
  });

  it('needs its serial, and the serial its code', () => {
    const { caller, codes } = newDevice();
    const both = /must provide both MFA serial number and one time pass code/;
    assert.throws(() => codes.accept(caller, MFA.serial, null, 0), { message: both });
    assert.throws(() => codes.accept(caller, null, '123456', 0), { message: both });
    assert.throws(() => codes.accept(caller, 'arn:aws:iam::123456789012:mfa/bob', '123456', 0), {
      message: /unable to validate MFA code\. {2}Please verify your MFA serial number/,
    });
    assert.equal(codes.accept(caller, null, null, 0), false);
  });

  it('can be asked for three times in one moment, each another one', () => {
    const { caller, codes } = newDevice();
    const device = caller.mfaDevice;
    assert.ok(device !== null);
    for (let n = 0; n < 3; n += 1) {
      assert.equal(codes.accept(caller, MFA.serial, codes.unusedCode(device, 90_000), 90_000), true);
    }
    assert.equal(codes.unusedCode(device, 90_000), null);
  });
});

const needsMfa = { Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } } };
// Its time stands still, so that no code goes stale between being made and being sent.
const start = Date.now();
const server = await withServer({
  now: () => start,
  world: worldOf(
    role('Guarded', needsMfa),
    role('Anybody', {}, { maxSessionDuration: 43_200 }),
    role('Fresh', { Condition: { NumericLessThan: { 'aws:MultiFactorAuthAge': '600' } } }),
    role('Beyond', { Principal: { AWS: roleArn('Guarded') }, ...needsMfa }),
  ),
});

function assume(name: string, keys: Keys, code?: string, more: { DurationSeconds?: number } = {}) {
  const mfa = code === undefined ? {} : { SerialNumber: MFA.serial, TokenCode: code };
  const input = { RoleArn: roleArn(name), RoleSessionName: 'me', ...mfa, ...more };
  const command = new sts.AssumeRoleCommand(input);
  return stsClient(server, keys).send(command);
}

function session(keys: Keys, code?: string) {
  const mfa = code === undefined ? {} : { SerialNumber: MFA.serial, TokenCode: code };
  return stsClient(server, keys).send(new sts.GetSessionTokenCommand(mfa));
}

describe('a role that wants MFA', () => {
  it('refuses long-term keys, and takes them with a code, once', async () => {
    assert.equal((await refusalOf(assume('Guarded', KEYS))).code, 'AccessDenied');
    const code = server.mfaCode(MFA.serial);
    await assume('Guarded', KEYS, code);
    const refusal = await refusalOf(assume('Guarded', KEYS, code));
    assert.deepEqual([refusal.status, refusal.code], [403, 'AccessDenied']);
    assert.match(refusal.message, WRONG);
  });

  it('takes a session made with a code, several times, and not one made without', async () => {
    const withCode = keysOf(await session(KEYS, server.mfaCode(MFA.serial)));
    await assume('Guarded', withCode);
    await assume('Guarded', withCode);
    await assume('Fresh', withCode);
    assert.equal((await refusalOf(assume('Guarded', keysOf(await session(KEYS))))).code, 'AccessDenied');
  });

  it('counts a session as role chaining, and the keys themselves not', async () => {
    const long = { DurationSeconds: 3601 };
    const refusal = await refusalOf(assume('Anybody', keysOf(await session(KEYS)), undefined, long));
    assert.deepEqual([refusal.status, refusal.code], [400, 'ValidationError']);
    assert.match(refusal.message, /1 hour session limit for roles assumed by role chaining/);
    await assume('Anybody', KEYS, undefined, long);
  });

  it('is not convinced by the MFA of the hop before', async () => {
    const guarded = keysOf(await assume('Guarded', KEYS, server.mfaCode(MFA.serial)));
    assert.equal((await refusalOf(assume('Beyond', guarded))).code, 'AccessDenied');
  });
});

describe('GetSessionToken', () => {
  it('is for long-term keys only', async () => {
    const temporary = keysOf(await session(KEYS));
    const refusal = await refusalOf(session(temporary));
    assert.deepEqual(refusal, {
      status: 403,
      code: 'AccessDenied',
      message: 'Cannot call GetSessionToken with session credentials',
    });
  });

  it('lasts 12 hours unless told, 15 minutes to 36 hours', async () => {
    const before = Date.now();
    const answer = await session(KEYS);
    const hours = ((answer.Credentials?.Expiration?.getTime() ?? 0) - before) / 3_600_000;
    assert.ok(Math.abs(hours - 12) < 0.01, String(hours));
    for (const DurationSeconds of [899, 129_601]) {
      const command = new sts.GetSessionTokenCommand({ DurationSeconds });
      assert.equal((await refusalOf(stsClient(server, KEYS).send(command))).code, 'ValidationError');
    }
  });

  it('keeps the identity of the user', async () => {
    const client = stsClient(server, keysOf(await session(KEYS)));
    const { Arn } = await client.send(new sts.GetCallerIdentityCommand({}));
    assert.equal(Arn, 'arn:aws:iam::123456789012:user/ann');
  });
});

describe('the age of MFA', () => {
  it('is counted from the code', async () => {
    const moving = await withServer({
      now: () => start,
      world: worldOf(role('Fresh', { Condition: { NumericLessThan: { 'aws:MultiFactorAuthAge': '600' } } })),
    });
    const client = stsClient(moving, KEYS);
    const keys = keysOf(
      await client.send(
        new sts.GetSessionTokenCommand({ SerialNumber: MFA.serial, TokenCode: moving.mfaCode(MFA.serial) }),
      ),
    );
    const command = new sts.AssumeRoleCommand({ RoleArn: roleArn('Fresh'), RoleSessionName: 'me' });
    moving.moveClock(595_000);
    await stsClient(moving, keys).send(command);
    moving.moveClock(10_000);
    assert.equal((await refusalOf(stsClient(moving, keys).send(command))).code, 'AccessDenied');
  });
});
