import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Identity, roleSessionIdentity, userIdentity } from '../../../src/dev-server/sts/identity.ts';
import { refusedAction } from '../../../src/dev-server/sts/policy/trust-policy.ts';
import { parseIamArn } from '../../../src/dev-server/world/iam-arn.ts';
import { JsonReader } from '../../../src/dev-server/world/json-reader.ts';
import { parseTrustPolicy } from '../../../src/dev-server/world/parse-trust-policy.ts';
import { KEYS, roleArn, USER } from '../support/worlds.ts';

function arn(text: string) {
  const parsed = parseIamArn(text);
  assert.ok(parsed !== null, text);
  return parsed;
}

const ann = userIdentity({ arn: arn(USER), ...KEYS, mfa: null, iam: 'own' });
const hub = roleSessionIdentity(arn(roleArn('path/Hub', '222233334444')), 'me', {
  sourceIdentity: null,
  tags: [],
});

interface Case {
  readonly principal?: unknown;
  readonly action?: unknown;
  readonly condition?: unknown;
  readonly effect?: string;
  readonly context?: Readonly<Record<string, string>>;
  readonly actions?: readonly string[];
  readonly caller?: Identity;
}

function judge({ principal, action, condition, effect, context, actions, caller }: Case): string | null {
  const allow = {
    Effect: effect ?? 'Allow',
    Principal: principal ?? { AWS: USER },
    Action: action ?? 'sts:AssumeRole',
    ...(condition === undefined ? {} : { Condition: condition }),
  };
  const trust = parseTrustPolicy(new JsonReader({ Statement: allow }, 'test'));
  return refusedAction(trust, {
    caller: caller ?? ann,
    actions: actions ?? ['sts:AssumeRole'],
    context: new Map(Object.entries(context ?? {})),
  });
}

function table(name: string, cases: readonly (readonly [string, Case, boolean])[]): void {
  describe(name, () => {
    for (const [what, given, isAllowed] of cases) {
      it(`${what}: ${isAllowed ? 'allowed' : 'refused'}`, () =>
        assert.equal(judge(given) === null, isAllowed));
    }
  });
}

const HUB_SESSION = 'arn:aws:sts::222233334444:assumed-role/Hub/me';

table('principals', [
  ['the user', { principal: { AWS: USER } }, true],
  ['the user in a list', { principal: { AWS: [roleArn('Other'), USER] } }, true],
  ['another user', { principal: { AWS: `${USER}2` } }, false],
  ['the account number', { principal: { AWS: '123456789012' } }, true],
  ["the account's root", { principal: { AWS: 'arn:aws:iam::123456789012:root' } }, true],
  ["another account's root", { principal: { AWS: 'arn:aws:iam::222233334444:root' } }, false],
  ['anybody', { principal: { AWS: '*' } }, true],
  ['anybody, short', { principal: '*' }, true],
  ['a service', { principal: { Service: 'ec2.amazonaws.com' } }, false],
  ['the role of a session', { principal: { AWS: roleArn('path/Hub', '222233334444') }, caller: hub }, true],
  ['the session itself', { principal: { AWS: HUB_SESSION }, caller: hub }, true],
  ['another session of the role', { principal: { AWS: `${HUB_SESSION}2` }, caller: hub }, false],
  [
    'the role of a session without its path',
    { principal: { AWS: roleArn('Hub', '222233334444') }, caller: hub },
    false,
  ],
  ['the account of a session', { principal: { AWS: '222233334444' }, caller: hub }, true],
]);

const ID = { StringEquals: { 'sts:ExternalId': 'x' } };
const MFA_YES = { Bool: { 'aws:MultiFactorAuthPresent': 'true' } };

table('conditions', [
  ['the external id', { condition: ID, context: { 'sts:externalid': 'x' } }, true],
  ['another external id', { condition: ID, context: { 'sts:externalid': 'X' } }, false],
  ['no external id', { condition: ID }, false],
  [
    'one of two',
    { condition: { StringEquals: { 'sts:ExternalId': ['y', 'x'] } }, context: { 'sts:externalid': 'x' } },
    true,
  ],
  [
    'the key in any case',
    { condition: { StringEquals: { 'STS:ExternalID': 'x' } }, context: { 'sts:externalid': 'x' } },
    true,
  ],
  [
    'the source identity',
    { condition: { StringEquals: { 'sts:SourceIdentity': 'a' } }, context: { 'sts:sourceidentity': 'a' } },
    true,
  ],
  [
    'a pattern',
    { condition: { StringLike: { 'sts:RoleSessionName': 'a*' } }, context: { 'sts:rolesessionname': 'ab' } },
    true,
  ],
  [
    'a pattern with a dot',
    {
      condition: { StringLike: { 'sts:RoleSessionName': 'a.c' } },
      context: { 'sts:rolesessionname': 'abc' },
    },
    false,
  ],
  ['MFA present', { condition: MFA_YES, context: { 'aws:multifactorauthpresent': 'true' } }, true],
  ['MFA false', { condition: MFA_YES, context: { 'aws:multifactorauthpresent': 'false' } }, false],
  ['MFA absent', { condition: MFA_YES }, false],
  [
    'MFA absent, if it exists',
    { condition: { BoolIfExists: { 'aws:MultiFactorAuthPresent': 'true' } } },
    true,
  ],
  [
    'MFA young enough',
    {
      condition: { NumericLessThan: { 'aws:MultiFactorAuthAge': '60' } },
      context: { 'aws:multifactorauthage': '59' },
    },
    true,
  ],
  [
    'MFA too old',
    {
      condition: { NumericLessThan: { 'aws:MultiFactorAuthAge': 60 } },
      context: { 'aws:multifactorauthage': '60' },
    },
    false,
  ],
  ['MFA of no age', { condition: { NumericLessThan: { 'aws:MultiFactorAuthAge': '60' } } }, false],
  [
    'two conditions, one fails',
    { condition: { ...ID, ...MFA_YES }, context: { 'sts:externalid': 'x' } },
    false,
  ],
  [
    'not this one',
    { condition: { StringNotEquals: { 'sts:ExternalId': 'x' } }, context: { 'sts:externalid': 'y' } },
    true,
  ],
  [
    'not this one, but it is',
    { condition: { StringNotEquals: { 'sts:ExternalId': 'x' } }, context: { 'sts:externalid': 'x' } },
    false,
  ],
  ['a key that must be absent', { condition: { Null: { 'sts:ExternalId': 'true' } } }, true],
  ['a key that must be there', { condition: { Null: { 'sts:ExternalId': 'false' } } }, false],
]);

const WITH_TAGS = { actions: ['sts:AssumeRole', 'sts:TagSession'] };

table('actions', [
  ['tags where only AssumeRole is allowed', WITH_TAGS, false],
  ['tags where both are listed', { ...WITH_TAGS, action: ['sts:AssumeRole', 'sts:TagSession'] }, true],
  ['tags where all of STS is allowed', { ...WITH_TAGS, action: 'sts:*' }, true],
  ['tags where all is allowed', { ...WITH_TAGS, action: '*' }, true],
  ['any case', { action: 'STS:assumerole' }, true],
  ['another action', { action: 'sts:AssumeRoleWithSAML' }, false],
  ['a Deny alone', { effect: 'Deny' }, false],
]);

describe('a Deny', () => {
  it('beats an Allow', () => {
    const Statement = [
      { Effect: 'Allow', Principal: '*', Action: '*' },
      { Effect: 'Deny', Principal: { AWS: USER }, Action: 'sts:AssumeRole' },
    ];
    const trust = parseTrustPolicy(new JsonReader({ Statement }, 'test'));
    const request = { actions: ['sts:AssumeRole'], context: new Map() };
    assert.equal(refusedAction(trust, { ...request, caller: ann }), 'sts:AssumeRole');
    assert.equal(refusedAction(trust, { ...request, caller: hub }), null);
  });
});

describe('a statement that cannot be judged', () => {
  const refused: readonly [Record<string, unknown>, RegExp][] = [
    [{ NotPrincipal: { AWS: USER } }, /Statement\.NotPrincipal is not understood/],
    [
      { Condition: { ForAllValues: { 'aws:TagKeys': 'x' } } },
      /Condition\.ForAllValues is not a condition operator/,
    ],
    [{ Effect: 'Perhaps' }, /Effect is not Allow or Deny/],
    [{ Principal: { AWS: 'ann' } }, /Principal\.AWS is not an ARN/],
    [{ Action: ['s3:GetObject'] }, /Action\[0\] is not an action of STS/],
    [{ Condition: { Bool: { 'aws:MultiFactorAuthPresent': {} } } }, /MultiFactorAuthPresent is not a text/],
  ];
  for (const [part, message] of refused) {
    it(`is refused: ${JSON.stringify(part)}`, () => {
      const Statement = { Effect: 'Allow', Principal: { AWS: USER }, Action: 'sts:AssumeRole', ...part };
      assert.throws(() => parseTrustPolicy(new JsonReader({ Statement }, 'test')), {
        code: 'CONFIG',
        message,
      });
    });
  }
});
