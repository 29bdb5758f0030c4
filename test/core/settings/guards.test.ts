import assert from 'node:assert/strict';
import { plannedRelease } from '../../../src/sources/summary.ts';
import { describe, it } from 'node:test';
import { forbidding, guardsFor } from '../../../src/core/settings/guards.ts';
import { parseGuards } from '../../../src/core/settings/guards-text.ts';
import { planOf, type PlanWorld } from '../../support/plan.ts';

const CONFIG = `[profile prod-admin]
role_arn = arn:aws:iam::444455556666:role/Admin
source_profile = keys
[profile twin]
role_arn = arn:aws:iam::444455556666:role/Admin
source_profile = keys
[profile sso]
sso_start_url = https://acme.awsapps.com/start
sso_region = eu-west-1
sso_account_id = 111122223333
sso_role_name = R
[profile hub]
role_arn = arn:aws:iam::222233334444:role/Hub
source_profile = prod-admin
`;
const CREDENTIALS = '[keys]\naws_access_key_id = AKIA\naws_secret_access_key = s\n';

/** `confirm`, the accounts that are allowed, whether the account matters; the lines that hold. */
function held(
  text: string,
  profile: string,
  known: { readonly account?: string; readonly request?: PlanWorld['request'] } = {},
): unknown {
  const plan = planOf({ config: CONFIG, credentials: CREDENTIALS, request: known.request ?? {} }, profile);
  const found = guardsFor(plannedRelease(plan), parseGuards(text, '/c'), known.account ?? null);
  const { confirm, allowedAccounts, accountMatters, lines } = found;
  return [confirm, allowedAccounts, accountMatters, lines.map(({ line }) => line)];
}

describe('guardsFor', () => {
  const BY_NAME = '[profile prod-*]\nconfirm = true\n';
  const BY_ACCOUNT = '[account 444455556666]\nconfirm = true\n';
  const LIMITS =
    '[profile *]\nallowed_account_ids = 111122223333, 444455556666\n[profile prod-admin]\nconfirm = false\nallowed_account_ids = 444455556666, 777788889999\n[account 444455556666]\nallowed_account_ids = 444455556666\n';
  const elsewhere = { roleArn: 'arn:aws:iam::444455556666:role/X' };
  const rows: readonly [string, unknown, readonly unknown[]][] = [
    ['nothing', held('', 'prod-admin'), [false, null, false, []]],
    ['a pattern that matches', held(BY_NAME, 'prod-admin'), [true, null, false, [2]]],
    ['a pattern does not know a twin', held(BY_NAME, 'twin'), [false, null, false, []]],
    ['an account knows it', held(BY_ACCOUNT, 'twin'), [true, null, false, [2]]],
    ['an SSO account', held('[account 111122223333]\nconfirm = true', 'sso'), [true, null, false, [2]]],
    ['a role on the way is nobody’s result', held(BY_ACCOUNT, 'hub'), [false, null, false, []]],
    [
      '--role-arn is where it leads',
      held(BY_ACCOUNT, 'hub', { request: elsewhere }),
      [true, null, false, [2]],
    ],
    ['keys: nobody knows yet', held(BY_ACCOUNT, 'keys'), [false, null, true, []]],
    ['keys: known now', held(BY_ACCOUNT, 'keys', { account: '444455556666' }), [true, null, false, [2]]],
    [
      'keys: known to be others',
      held(BY_ACCOUNT, 'keys', { account: '111122223333' }),
      [false, null, false, []],
    ],
    [
      'the plan’s account counts beside the real one',
      held(BY_ACCOUNT, 'twin', { account: '111122223333' }),
      [true, null, false, [2]],
    ],
    [
      'false takes nothing back',
      held(`${BY_NAME}[profile prod-admin]\nconfirm = false`, 'prod-admin'),
      [true, null, false, [2]],
    ],
    ['the intersection', held(LIMITS, 'prod-admin'), [false, ['444455556666'], false, [2, 5, 7]]],
    ['one list', held(LIMITS, 'sso'), [false, ['111122223333', '444455556666'], false, [2]]],
    [
      'an empty intersection allows nothing',
      held(
        '[profile *]\nallowed_account_ids = 111122223333\n[profile t*]\nallowed_account_ids = 444455556666',
        'twin',
      ),
      [false, [], false, [2, 4]],
    ],
  ];
  for (const [name, found, expected] of rows) {
    it(name, () => assert.deepEqual(found, expected));
  }

  it('names the first guard that forbids, and what the account is called', () => {
    const plan = planOf({ config: CONFIG, credentials: CREDENTIALS }, 'twin');
    const text =
      '[profile *]\nallowed_account_ids = 444455556666\n[profile t*]\nallowed_account_ids = 111122223333\n[account 444455556666]\nname = acme-prod';
    const found = guardsFor(plannedRelease(plan), parseGuards(text, '/c'));
    assert.equal(forbidding('444455556666', found)?.line.line, 4);
    assert.equal(forbidding('111122223333', found)?.line.line, 2);
    assert.equal(found.accountName, 'acme-prod');
  });
});
