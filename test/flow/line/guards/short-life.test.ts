import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Credentials } from '../../../../src/core/credentials.ts';
import { Secret } from '../../../../src/core/secret.ts';
import { AwscredError } from '../../../../src/errors.ts';
import { refuseShortAsk, refuseShortLife } from '../../../../src/flow/line/guards/short-life.ts';
import { planOf } from '../../../support/plan.ts';

const CONFIG = `
[sso-session acme]
sso_start_url = https://acme.awsapps.com/start
sso_region = eu-west-1
[profile bastion]
sso_session = acme
sso_account_id = 111122223333
sso_role_name = PowerUser
region = eu-west-1
[profile admin]
role_arn = arn:aws:iam::444455556666:role/Admin
source_profile = bastion
duration_seconds = 7200
region = eu-west-1
[profile ci]
role_arn = arn:aws:iam::444455556666:role/Admin
source_profile = keys
region = eu-west-1
`;
const KEYS = '[keys]\naws_access_key_id = AKIAEXAMPLE\naws_secret_access_key = example\n';
const HOUR = 3600;

function refusal(work: () => void): AwscredError {
  try {
    work();
  } catch (error) {
    assert.ok(error instanceof AwscredError);
    return error;
  }
  assert.fail('not refused');
}

function lasting(seconds: number): Credentials {
  const secret = new Secret('x');
  return {
    accessKeyId: 'ASIAEXAMPLE',
    secretAccessKey: secret,
    sessionToken: secret,
    expiresAt: seconds * 1000,
    accountId: null,
    arn: null,
  };
}

describe('--min-ttl', () => {
  const plan = (profile: string): ReturnType<typeof planOf> =>
    planOf({ config: CONFIG, credentials: KEYS }, profile);

  it('names the chained hop and its cap before anything is asked', () => {
    const { message } = refusal(() => refuseShortAsk(plan('admin'), 6 * HOUR));
    assert.equal(
      message,
      '--min-ttl 6h cannot be met: hop 2 of 2, assume-role Admin in 444455556666, gives 1h: role chaining caps it at one hour',
    );
  });

  it('says how to ask for more where that may help', () => {
    const { message, hints } = refusal(() => refuseShortAsk(plan('ci'), 6 * HOUR));
    assert.match(message, /hop 2 of 2, .*awscred asks AWS for no more/);
    assert.match(hints[0] ?? '', /-d 6h$/);
  });

  it('names the permission set by what it gave', () => {
    refuseShortAsk(plan('bastion'), 6 * HOUR);
    const { message } = refusal(() => refuseShortLife(plan('bastion'), 6 * HOUR, lasting(HOUR), 0));
    assert.match(message, /hop 1 of 1, sso PowerUser in 111122223333, gives 1h: its permission set/);
  });

  it('is met by what was granted a moment ago', () => {
    refuseShortAsk(plan('admin'), HOUR);
    refuseShortLife(plan('admin'), HOUR, lasting(HOUR), 5000);
    assert.throws(() => refuseShortLife(plan('admin'), HOUR, lasting(HOUR), 60_000));
    refuseShortLife(plan('admin'), null, lasting(1), 0);
  });
});
