import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { builtInWorld } from '../../src/dev-server/world/built-in-world.ts';
import { parseWorld, worldJson } from '../../src/dev-server/world/parse-world.ts';
import { KEYS, MFA, role, roleArn, USER, worldOf } from './support/worlds.ts';

const parse = (json: unknown) => parseWorld(json, 'w.json');

describe('a world', () => {
  it('may be empty', () => {
    assert.deepEqual(parse({}), {
      users: [],
      roles: [],
      instance: null,
      container: null,
      sso: null,
      oidc: [],
      saml: [],
      jobs: [],
      trustAnchors: [],
      anywhereProfiles: [],
      autoApprove: false,
    });
  });

  it('has defaults for what is left out', () => {
    const { users, roles, sso } = parse({
      users: [{ arn: USER, ...KEYS }],
      roles: [role('R')],
      sso: { accounts: [{ id: '123456789012' }] },
    });
    assert.equal(users[0]?.mfa, null);
    assert.equal(roles[0]?.maxSessionDuration, 3600);
    assert.deepEqual(sso?.accounts, [{ id: '123456789012', name: 'account-123456789012', roles: [] }]);
  });

  it('that is built in is one', () => {
    const world = parse(builtInWorld);
    assert.deepEqual(
      world.sso?.accounts.map(({ id, name }) => `${id} ${name}`),
      [
        '111122223333 acme-bastion',
        '222233334444 acme-hub',
        '444455556666 acme-prod',
        '777788889999 acme-deploy',
      ],
    );
    assert.equal(world.roles.find((candidate) => candidate.arn.name === 'Admin')?.maxSessionDuration, 7200);
    for (const user of world.users) {
      assert.match(user.accessKeyId, /^AKIA[A-Z0-9]{16}$/);
      assert.equal(user.secretAccessKey.length, 40);
    }
  });

  const user = { arn: USER, ...KEYS };
  const faults: readonly [string, unknown, RegExp][] = [
    ['a list', [], /^w\.json: the world is not an object$/],
    ['users that are no list', { users: {} }, /^w\.json: users is not a list$/],
    ['a user without ARN', { users: [KEYS] }, /^w\.json: users\[0\]\.arn is missing$/],
    [
      "a role's ARN for a user",
      { users: [{ ...user, arn: roleArn('R') }] },
      /users\[0\]\.arn is not the ARN of a user/,
    ],
    ['an odd key id', { users: [{ ...user, accessKeyId: 'AKIA-1' }] }, /accessKeyId is not an access key id/],
    [
      'a secret with a line break',
      { users: [{ ...user, secretAccessKey: 'a\nb' }] },
      /secretAccessKey is not a secret access key/,
    ],
    [
      'a seed that is no base32',
      { users: [{ ...user, mfa: { ...MFA, seed: '1189' } }] },
      /users\[0\]\.mfa\.seed is not a base32 seed/,
    ],
    [
      'a short serial',
      { users: [{ ...user, mfa: { ...MFA, serial: 'x' } }] },
      /mfa\.serial is not an MFA serial/,
    ],
    ['the same user twice', { users: [user, user] }, /users\[1\]\.accessKeyId appears twice/],
    ['the same role twice', worldOf(role('R'), role('R')), /roles\[1\]\.arn appears twice/],
    ["a user's ARN for a role", { roles: [{ arn: USER }] }, /roles\[0\]\.arn is not the ARN of a role/],
    ['no trust policy', { roles: [{ arn: roleArn('R') }] }, /roles\[0\]\.trust is missing/],
    [
      'a trust policy of nothing',
      { roles: [{ arn: roleArn('R'), trust: {} }] },
      /roles\[0\]\.trust has no Statement/,
    ],
    [
      'a duration of ten hours as text',
      worldOf(role('R', {}, { maxSessionDuration: '36000' })),
      /maxSessionDuration is not a whole number from 3600 to 43200/,
    ],
    ['a duration too short', worldOf(role('R', {}, { maxSessionDuration: 900 })), /maxSessionDuration/],
    [
      'an account number as a number',
      { sso: { accounts: [{ id: 123_456_789_012 }] } },
      /sso\.accounts\[0\]\.id is not an account number/,
    ],
    [
      'a role name with a slash',
      { sso: { accounts: [{ id: '123456789012', roles: ['a/b'] }] } },
      /roles\[0\] is not a permission set/,
    ],
    ['a region that is no host label', { sso: { region: 'a.b' } }, /sso\.region is not a region/],
    ['a start URL with a line break', { sso: { startUrl: 'a\nb' } }, /sso\.startUrl/],
    ['yes for true', { autoApprove: 'yes' }, /autoApprove is not true or false/],
  ];
  for (const [name, json, message] of faults) {
    it(`is not one with ${name}`, () => {
      assert.throws(() => parse(json), { code: 'CONFIG', message, file: 'w.json' });
    });
  }

  it('that is no JSON is named without being quoted', () => {
    const text = '{"users": [{"secretAccessKey": "topsecret" "x"}]}';
    assert.throws(
      () => worldJson(text, 'w.json'),
      (error: Error) => {
        assert.equal(error.message, 'w.json: the world is not JSON');
        return true;
      },
    );
  });

  it('shows a hostile key escaped', () => {
    const world = worldOf(role('R', { Condition: { '\u001b[2J': {} } }));
    assert.throws(
      () => parse(world),
      (error: Error) => {
        assert.ok(!error.message.includes('\u001b'));
        return error.message.includes('is not a condition operator');
      },
    );
  });
});
