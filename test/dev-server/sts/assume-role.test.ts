import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { AssumeRoleCommandInput } from '@aws-sdk/client-sts';
import { keysOf, type Keys, refusalOf, sts, stsClient } from '../support/sts-client.ts';
import { withServer } from '../support/with-server.ts';
import { KEYS, role, roleArn, USER, worldOf } from '../support/worlds.ts';

const ALL = { Action: 'sts:*', Principal: { AWS: '*' } };
const server = await withServer({
  world: worldOf(
    role('Plain'),
    role('Long', {}, { maxSessionDuration: 7200 }),
    role('Any', ALL, { maxSessionDuration: 43_200 }),
    role('Next', { Principal: { AWS: roleArn('Any') } }, { maxSessionDuration: 43_200 }),
    role('External', { Condition: { StringEquals: { 'sts:ExternalId': 'vendor-42' } } }),
  ),
});

function assume(input: Partial<AssumeRoleCommandInput>, keys: Keys = KEYS) {
  const command = new sts.AssumeRoleCommand({ RoleArn: roleArn('Plain'), RoleSessionName: 'me', ...input });
  return stsClient(server, keys).send(command);
}

async function identity(keys: Keys) {
  const { Arn, Account, UserId } = await stsClient(server, keys).send(new sts.GetCallerIdentityCommand({}));
  return { Arn, Account, UserId };
}

describe('AssumeRole', () => {
  it('gives credentials that are the role session', async () => {
    const before = Date.now();
    const answer = await assume({});
    const arn = 'arn:aws:sts::123456789012:assumed-role/Plain/me';
    assert.equal(answer.AssumedRoleUser?.Arn, arn);
    const keys = keysOf(answer);
    assert.match(keys.accessKeyId, /^ASIA[A-Z2-7]{16}$/);
    assert.match(keys.secretAccessKey, /^[A-Za-z0-9+/]{40}$/);
    const lasts = (answer.Credentials?.Expiration?.getTime() ?? 0) - before;
    assert.ok(Math.abs(lasts - 3_600_000) < 5000, String(lasts));
    assert.equal(answer.PackedPolicySize, undefined);
    const { Arn, Account, UserId } = await identity(keys);
    assert.deepEqual([Arn, Account], [arn, '123456789012']);
    assert.equal(UserId, answer.AssumedRoleUser?.AssumedRoleId);
    assert.match(String(UserId), /^AROA[A-Z0-9]{17}:me$/);
  });

  it('refuses a role that does not exist as one that is not allowed', async () => {
    for (const name of ['External', 'Nobody']) {
      const refusal = await refusalOf(assume({ RoleArn: roleArn(name) }));
      const message = `User: ${USER} is not authorized to perform: sts:AssumeRole on resource: ${roleArn(name)}`;
      assert.deepEqual(refusal, { status: 403, code: 'AccessDenied', message });
    }
    await assume({ RoleArn: roleArn('External'), ExternalId: 'vendor-42' });
  });

  it('says all that is wrong at once', async () => {
    const refusal = await refusalOf(assume({ RoleSessionName: 'a b', DurationSeconds: 60 }));
    assert.equal(refusal.status, 400);
    assert.equal(refusal.code, 'ValidationError');
    assert.match(refusal.message, /^2 validation errors detected: Value 'a b' at 'roleSessionName' failed/);
    assert.match(
      refusal.message,
      /pattern: \[A-Za-z0-9_\+=,\.@-\]\*; Value '60' at 'durationSeconds' failed/,
    );
    assert.match(refusal.message, /Member must have value greater than or equal to 900$/);
  });
});

describe('the limits of AssumeRole', () => {
  const many = (count: number) => Array.from({ length: count }, (_, n) => ({ Key: `k${n}`, Value: 'v' }));
  const cases: readonly [string, Partial<AssumeRoleCommandInput>, RegExp][] = [
    [
      'a role ARN too short',
      { RoleArn: 'arn:aws:iam::1' },
      /'roleArn' failed.*length greater than or equal to 20/,
    ],
    [
      'a role ARN that is none',
      { RoleArn: 'this-is-no-arn-but-long-enough' },
      /^this-is-no-arn-but-long-enough is invalid$/,
    ],
    ['the ARN of a user', { RoleArn: USER }, /^Request ARN is invalid$/],
    [
      'a session name of one letter',
      { RoleSessionName: 'a' },
      /'roleSessionName'.*greater than or equal to 2/,
    ],
    [
      'a session name of 65',
      { RoleSessionName: 'a'.repeat(65) },
      /'roleSessionName'.*less than or equal to 64/,
    ],
    [
      '43201 seconds',
      { DurationSeconds: 43_201 },
      /'43201' at 'durationSeconds'.*less than or equal to 43200/,
    ],
    ['an external id of one letter', { ExternalId: 'a' }, /'externalId'/],
    ['an external id with a blank', { ExternalId: 'a b' }, /'externalId'.*pattern/],
    ['a code of five digits', { SerialNumber: 'GAHT12345678', TokenCode: '12345' }, /'tokenCode'/],
    ['a code of letters', { SerialNumber: 'GAHT12345678', TokenCode: 'abcdef' }, /'tokenCode'.*pattern/],
    ['a short serial', { SerialNumber: 'short', TokenCode: '123456' }, /'serialNumber'/],
    ['a source identity of AWS', { SourceIdentity: 'aws:x' }, /'sourceIdentity'/],
    ['51 tags', { Tags: many(51) }, /'tags'.*less than or equal to 50/],
    ['a tag key of 129', { Tags: [{ Key: 'k'.repeat(129), Value: '' }] }, /'tags\.1\.member\.key'/],
    ['a tag value with a quote', { Tags: [{ Key: 'k', Value: '"' }] }, /'tags\.1\.member\.value'.*pattern/],
    [
      'tag keys that differ in case',
      {
        Tags: [
          { Key: 'k', Value: '1' },
          { Key: 'K', Value: '2' },
        ],
      },
      /case insensitive/,
    ],
    ['a reserved tag key', { Tags: [{ Key: 'aws:k', Value: '1' }] }, /reserved/],
    [
      'a transitive key that is no tag',
      { TransitiveTagKeys: ['k'] },
      /must be included in the requested tags/,
    ],
    ['a policy of 2049', { Policy: ' '.repeat(2049) }, /'policy'.*less than or equal to 2048/],
    [
      '11 policy ARNs',
      { PolicyArns: Array.from({ length: 11 }, () => ({ arn: 'arn:aws:iam::aws:policy/X' })) },
      /'policyArns'/,
    ],
    [
      "another account's policy",
      { PolicyArns: [{ arn: 'arn:aws:iam::999999999999:policy/X' }] },
      /is not valid/,
    ],
    [
      "more than the role's maximum",
      { RoleArn: roleArn('Long'), DurationSeconds: 7201 },
      /exceeds the MaxSessionDuration set for this role/,
    ],
  ];
  for (const [name, input, message] of cases) {
    it(`refuse ${name}`, async () => {
      const refusal = await refusalOf(assume({ RoleArn: roleArn('Any'), ...input }));
      assert.deepEqual([refusal.status, refusal.code], [400, 'ValidationError'], refusal.message);
      assert.match(refusal.message, message);
    });
  }

  it('allow just what is allowed', async () => {
    await assume({ RoleArn: roleArn('Long'), DurationSeconds: 7200 });
    await assume({ RoleArn: roleArn('Any'), Tags: many(50), RoleSessionName: 'a'.repeat(64) });
  });
});

describe('session policies', () => {
  it('must be policies', async () => {
    const cases: readonly [string, RegExp][] = [
      ['{', /invalid Json/],
      ['{}', /Syntax errors/],
      ['{"Statement":[{"Effect":"Allow","Action":"*"}]}', /Syntax errors/],
      ['{"Statement":{"Effect":"Allow","Action":"*","Resource":"*","Principal":"*"}}', /Syntax errors/],
    ];
    for (const [Policy, message] of cases) {
      const refusal = await refusalOf(assume({ Policy }));
      assert.deepEqual([refusal.status, refusal.code], [400, 'MalformedPolicyDocumentException']);
      assert.match(refusal.message, message);
    }
  });

  it('take room', async () => {
    const Policy = '{"Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}';
    const PolicyArns = [{ arn: 'arn:aws:iam::aws:policy/ReadOnlyAccess' }];
    const answer = await assume({ Policy, PolicyArns });
    assert.ok((answer.PackedPolicySize ?? 0) > 0);
    const Tags = Array.from({ length: 50 }, (_, n) => ({ Key: `k${n}`, Value: 'v'.repeat(200) }));
    const refusal = await refusalOf(assume({ RoleArn: roleArn('Any'), Tags }));
    assert.deepEqual([refusal.status, refusal.code], [400, 'PackedPolicyTooLargeException']);
  });
});

describe('role chaining', () => {
  it('is capped at one hour by an error', async () => {
    const first = keysOf(await assume({ RoleArn: roleArn('Any'), DurationSeconds: 43_200 }));
    const next = { RoleArn: roleArn('Next') };
    const refusal = await refusalOf(assume({ ...next, DurationSeconds: 3601 }, first));
    assert.deepEqual([refusal.status, refusal.code], [400, 'ValidationError']);
    assert.match(refusal.message, /1 hour session limit for roles assumed by role chaining/);
    const { Arn } = await identity(keysOf(await assume({ ...next, DurationSeconds: 3600 }, first)));
    assert.equal(Arn, 'arn:aws:sts::123456789012:assumed-role/Next/me');
  });

  it('names the session, not the user, in a refusal', async () => {
    const first = keysOf(await assume({ RoleArn: roleArn('Any') }));
    const refusal = await refusalOf(assume({}, first));
    assert.match(refusal.message, /^User: arn:aws:sts::123456789012:assumed-role\/Any\/me is not authorized/);
  });
});

describe('tags and source identity', () => {
  it('need permissions of their own', async () => {
    const tagged = await refusalOf(assume({ Tags: [{ Key: 'k', Value: 'v' }] }));
    assert.match(tagged.message, /not authorized to perform: sts:TagSession on resource/);
    const named = await refusalOf(assume({ SourceIdentity: 'ann' }));
    assert.match(named.message, /not authorized to perform: sts:SetSourceIdentity on resource/);
  });

  it('pass on what is transitive, and nobody can set it again', async () => {
    const Tags = [
      { Key: 'team', Value: 'a' },
      { Key: 'own', Value: 'b' },
    ];
    const any = { RoleArn: roleArn('Any') };
    const first = keysOf(await assume({ ...any, Tags, TransitiveTagKeys: ['team'] }));
    const refusal = await refusalOf(assume({ ...any, Tags: [{ Key: 'TEAM', Value: 'c' }] }, first));
    assert.equal(refusal.code, 'ValidationError');
    assert.match(refusal.message, /conflicts with a transitive tag key from the calling session/);
    const second = keysOf(await assume({ ...any, Tags: [{ Key: 'own', Value: 'c' }] }, first));
    // The tag is still there two hops on: a role that does not allow tags refuses the session for it.
    const third = await refusalOf(assume({ RoleArn: roleArn('Next') }, second));
    assert.match(third.message, /sts:TagSession/);
  });

  it('keep the source identity through the chain', async () => {
    const any = { RoleArn: roleArn('Any') };
    const first = await assume({ ...any, SourceIdentity: 'ann' });
    assert.equal(first.SourceIdentity, 'ann');
    const second = await assume(any, keysOf(first));
    assert.equal(second.SourceIdentity, 'ann');
    const refusal = await refusalOf(assume({ ...any, SourceIdentity: 'bob' }, keysOf(second)));
    assert.match(refusal.message, /sts:SetSourceIdentity/);
    await assume({ ...any, SourceIdentity: 'ann' }, keysOf(second));
  });
});
