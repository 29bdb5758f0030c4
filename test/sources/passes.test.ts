import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { inShort, planOf } from '../support/plan.ts';

const SSO =
  '[profile bastion]\nsso_start_url = https://x.awsapps.com/start\nsso_region = eu-west-1\nsso_account_id = 1\nsso_role_name = R\n';
const KEYS = '[profile keys]\naws_access_key_id = AID\naws_secret_access_key = s\n';
const ROLE = (name: string, source: string, more: string = ''): string =>
  `[profile ${name}]\nrole_arn = arn:aws:iam::111122223333:role/${name}\nsource_profile = ${source}\n${more}`;

describe('role chaining', () => {
  it('is capped at one hour on the chained hop only, and asks for what will be granted', () => {
    const config = SSO + ROLE('two', 'bastion', 'duration_seconds = 7200\n');
    const [sso, role] = planOf({ config }, 'two').steps;
    assert.deepEqual(sso?.caps, []);
    assert.equal(role?.asks, 3600);
    assert.deepEqual(role?.caps, [{ seconds: 3600, why: 'role chaining caps it at one hour' }]);
  });

  it('does not cap the first role behind keys', () => {
    const config = KEYS + ROLE('one', 'keys', 'duration_seconds = 7200\n');
    assert.equal(planOf({ config }, 'one').steps.at(-1)?.asks, 7200);
  });

  it('caps a role behind keys with a session token: AWS takes both kinds of those for a chain', () => {
    const config = `${KEYS}aws_session_token = t\n${ROLE('one', 'keys', 'duration_seconds = 7200\n')}`;
    assert.equal(planOf({ config }, 'one').steps.at(-1)?.asks, 3600);
  });

  it('caps a role behind an MFA session, and one that asks for more takes its code itself', () => {
    const mfa = 'mfa_serial = arn:aws:iam::1:mfa/jane\n';
    const config =
      KEYS + ROLE('hour', 'keys', mfa) + ROLE('long', 'keys', `duration_seconds = 43200\n${mfa}`);
    const hour = planOf({ config }, 'hour');
    assert.equal(inShort(hour), 'keys AID → mfa jane → role hour');
    assert.deepEqual(hour.steps.at(-1)?.caps, [{ seconds: 3600, why: 'role chaining caps it at one hour' }]);
    const long = planOf({ config }, 'long');
    assert.equal(inShort(long), 'keys AID → role long+code');
    assert.equal(long.steps.at(-1)?.asks, 43_200);
    assert.deepEqual(long.steps.at(-1)?.caps, []);
    const longer = planOf({ config, request: { duration: 4 * 3600 } }, 'hour');
    assert.equal(inShort(longer), 'keys AID → role hour+code');
    const shorter = planOf({ config, request: { duration: 3600 } }, 'long');
    assert.equal(inShort(shorter), 'keys AID → mfa jane → role long');
  });

  it('a long first hop of a chain takes its code itself, and the hop behind it is capped', () => {
    const mfa = 'mfa_serial = arn:aws:iam::1:mfa/jane\n';
    const config =
      KEYS +
      ROLE('one', 'keys', `duration_seconds = 7200\n${mfa}`) +
      ROLE('two', 'one', 'duration_seconds = 7200\n');
    const plan = planOf({ config }, 'two');
    assert.equal(inShort(plan), 'keys AID → role one+code → role two');
    assert.deepEqual(
      plan.steps.map((step) => step.asks),
      [null, 7200, 3600],
    );
  });

  it('an option is capped as well, and acts on the last role alone', () => {
    const config = KEYS + ROLE('one', 'keys') + ROLE('two', 'one');
    const plan = planOf({ config, request: { duration: 7200 } }, 'two');
    assert.deepEqual(
      plan.steps.map((step) => step.asks),
      [null, 3600, 3600],
    );
    assert.equal(plan.steps[1]?.settings['duration_seconds'], undefined);
    assert.deepEqual(plan.steps[2]?.settings['duration_seconds']?.value, '7200');
  });
});

describe('--no-mfa-session', () => {
  it('sends the code in AssumeRole itself', () => {
    const config = KEYS + ROLE('mfa', 'keys', 'mfa_serial = arn:aws:iam::1:mfa/jane\n');
    assert.equal(
      inShort(planOf({ config, request: { mfaSession: false } }, 'mfa')),
      'keys AID → role mfa+code',
    );
  });
});

describe('options on a plan', () => {
  it('--role-arn is one more hop', () => {
    const config = KEYS + ROLE('one', 'keys');
    const plan = planOf({ config, request: { roleArn: 'arn:aws:iam::2:role/More' } }, 'one');
    assert.equal(inShort(plan), 'keys AID → role one → role More');
  });

  const refused: readonly (readonly [string, object, RegExp])[] = [
    ['a duration out of range', { duration: 60 }, /--duration 1m is not between 15m and 12h/],
    ['a bad session name', { sessionName: 'a b' }, /--session-name/],
    ['a policy that is no JSON', { policy: '{' }, /--policy is not JSON/],
    [
      'a tag named twice',
      {
        tags: [
          ['a', '1'],
          ['A', '2'],
        ],
      },
      /--tag names a tag twice/,
    ],
    ['a role that is no ARN', { roleArn: 'Admin' }, /--role-arn Admin is not an ARN/],
  ];
  for (const [what, request, says] of refused) {
    it(`${what} is refused`, () => {
      assert.throws(() => planOf({ config: KEYS + ROLE('one', 'keys'), request }, 'one'), says);
    });
  }

  it('has nothing to act on where no role is assumed', () => {
    assert.throws(
      () => planOf({ config: SSO, request: { sourceIdentity: 'jane' } }, 'bastion'),
      /--source-identity has nothing to act on/,
    );
  });

  it('what only narrows is a step of its own there', () => {
    const plan = planOf({ config: SSO, request: { readOnly: true } }, 'bastion');
    assert.equal(inShort(plan), 'sso eu-west-1 1/R → scoped');
  });

  it('--read-only names the policy of the role’s own partition', () => {
    const config = `${KEYS}[profile cn]\nrole_arn = arn:aws-cn:iam::1:role/R\nsource_profile = keys\n`;
    const role = planOf({ config, request: { readOnly: true } }, 'cn').steps.at(-1);
    assert.equal(
      role?.kind === 'assume-role' && role.policyArns[0],
      'arn:aws-cn:iam::aws:policy/ReadOnlyAccess',
    );
  });
});
