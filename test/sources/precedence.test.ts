import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { AwscredError } from '../../src/errors.ts';
import { inShort, planOf } from '../support/plan.ts';

// AWS's assume-role-tests.json, and combinations of our own (P1, …): [name, config, credentials, profile, plan or error].
const RA = 'role_arn = arn:aws:iam::111122223333:role/RA';
const RB = 'role_arn = arn:aws:iam::111122223333:role/RB';
const KEYS = (id: string): string => `aws_access_key_id = ${id}\naws_secret_access_key = s`;
const SSO =
  'sso_start_url = https://x.awsapps.com/start\nsso_region = eu-west-1\nsso_account_id = 1\nsso_role_name = SR';
const SESSION = '[sso-session ss]\nsso_start_url = https://x.awsapps.com/start\nsso_region = eu-west-1\n';

const CASES: readonly (readonly [string, string, string, string | RegExp])[] = [
  [
    'a role backed by static keys',
    `[profile A]\n${RA}\nsource_profile = B\n[profile B]\n${KEYS('BID')}`,
    '',
    'keys BID → role RA',
  ],
  [
    'own keys are left aside where a source is named',
    `[profile A]\n${RA}\nsource_profile = B\n${KEYS('AID')}\n[profile B]\n${KEYS('BID')}`,
    '',
    'keys BID → role RA',
  ],
  [
    'a profile that names itself uses its own keys',
    `[profile A]\n${RA}\nsource_profile = A\n${KEYS('AID')}`,
    '',
    'keys AID → role RA',
  ],
  [
    'credential_source',
    `[profile A]\n${RA}\ncredential_source = Ec2InstanceMetadata`,
    '',
    'instance → role RA',
  ],
  ['a role without a source', `[profile A]\n${RA}`, '', /neither source_profile nor credential_source/],
  [
    'P1 a role with keys but no source',
    `[profile A]\n${RA}\n${KEYS('AID')}`,
    '',
    /neither source_profile nor credential_source/,
  ],
  [
    'both sources',
    `[profile A]\n${RA}\nsource_profile = B\ncredential_source = Environment\n[profile B]`,
    '',
    /both source_profile and credential_source/,
  ],
  [
    'half a pair: no secret',
    `[profile A]\n${RA}\nsource_profile = B\n[profile B]\naws_access_key_id = BID`,
    '',
    /half a key pair: aws_secret_access_key is missing/,
  ],
  [
    'half a pair: no id',
    '[profile A]\naws_secret_access_key = s',
    '',
    /half a key pair: aws_access_key_id is missing/,
  ],
  [
    'an empty source',
    `[profile A]\n${RA}\nsource_profile = B\n[profile B]`,
    '',
    /profile B has no credentials/,
  ],
  ['a missing source', `[profile A]\n${RA}\nsource_profile = B`, '', /source_profile "B" does not exist/],
  [
    'two roles',
    `[profile A]\n${RA}\nsource_profile = B\n[profile B]\n${RB}\nsource_profile = C\n[profile C]\n${KEYS('CID')}`,
    '',
    'keys CID → role RB → role RA',
  ],
  [
    'keys of a source beat its role',
    `[profile A]\n${RA}\nsource_profile = B\n[profile B]\n${RB}\nsource_profile = C\n${KEYS('BID')}\n[profile C]\n${KEYS('CID')}`,
    '',
    'keys BID → role RA',
  ],
  [
    'a circle',
    `[profile A]\n${RA}\nsource_profile = B\n[profile B]\n${RB}\nsource_profile = A`,
    '',
    /form a circle: A \(.*config:3\) → B \(.*config:6\) → A/,
  ],
  [
    'a circle whose start has keys',
    `[profile A]\n${RA}\nsource_profile = B\n${KEYS('AID')}\n[profile B]\n${RB}\nsource_profile = A`,
    '',
    /form a circle/,
  ],
  ['web identity', `[profile A]\n${RA}\nweb_identity_token_file = /t`, '', 'web-identity'],
  [
    'P2 web identity beats source_profile',
    `[profile A]\n${RA}\nsource_profile = B\nweb_identity_token_file = /t\n[profile B]\n${KEYS('BID')}`,
    '',
    'web-identity',
  ],
  ['web identity without a role', '[profile A]\nweb_identity_token_file = /t', '', /no role_arn/],
  [
    'web identity as a source',
    `[profile A]\n${RA}\nsource_profile = B\n[profile B]\n${RB}\nweb_identity_token_file = /t`,
    '',
    'web-identity → role RA',
  ],
  ['SSO', `[profile A]\n${SSO}`, '', 'sso eu-west-1 1/SR'],
  [
    'SSO without an account',
    '[profile A]\nsso_start_url = https://x.awsapps.com/start\nsso_region = eu-west-1\nsso_role_name = SR',
    '',
    /no sso_account_id/,
  ],
  [
    'SSO without a role',
    '[profile A]\nsso_start_url = https://x.awsapps.com/start\nsso_region = eu-west-1\nsso_account_id = 1',
    '',
    /no sso_role_name/,
  ],
  ['P6 SSO beats keys in the config', `[profile A]\n${SSO}\n${KEYS('AID')}`, '', 'sso eu-west-1 1/SR'],
  [
    'P7 SSO beats keys in the credentials file',
    `[profile A]\n${SSO}`,
    `[A]\n${KEYS('AID')}`,
    'sso eu-west-1 1/SR',
  ],
  [
    'P8 SSO beats credential_process',
    `[profile A]\n${SSO}\ncredential_process = /x`,
    '',
    'sso eu-west-1 1/SR',
  ],
  [
    'P9 credential_process beats keys in the config',
    `[profile A]\ncredential_process = /x\n${KEYS('AID')}`,
    '',
    'credential-process',
  ],
  [
    'P10 keys in the credentials file beat credential_process',
    '[profile A]\ncredential_process = /x',
    `[A]\n${KEYS('AID')}`,
    'keys AID',
  ],
  [
    'P11 login_session beats credential_process',
    '[profile A]\nlogin_session = arn:aws:iam::1:user/u\ncredential_process = /x',
    '',
    'login',
  ],
  [
    'P13 keys in the credentials file beat login_session',
    '[profile A]\nlogin_session = x',
    `[A]\n${KEYS('AID')}`,
    'keys AID',
  ],
  ['P14 SSO beats login_session', `[profile A]\n${SSO}\nlogin_session = x`, '', 'sso eu-west-1 1/SR'],
  [
    'P16 source_profile without role_arn',
    `[profile A]\nsource_profile = B\n[profile B]\n${KEYS('BID')}`,
    '',
    /needs a role_arn in the same profile/,
  ],
  [
    'P18 credential_source in lower case',
    `[profile A]\n${RA}\ncredential_source = environment`,
    '',
    /is not one of Environment/,
  ],
  [
    'P22 a source that is SSO',
    `[profile A]\n${RA}\nsource_profile = B\n[profile B]\n${SSO}`,
    '',
    'sso eu-west-1 1/SR → role RA',
  ],
  [
    'P25 a source in the credentials file alone',
    `[profile A]\n${RA}\nsource_profile = B`,
    `[B]\n${KEYS('BID')}`,
    'keys BID → role RA',
  ],
  [
    'P26 default as the source',
    `[profile A]\n${RA}\nsource_profile = default`,
    `[default]\n${KEYS('DID')}`,
    'keys DID → role RA',
  ],
  ['P27 self reference with SSO', `[profile A]\n${RA}\nsource_profile = A\n${SSO}`, '', /form a circle/],
  [
    'P30 a source that names itself',
    `[profile A]\n${RA}\nsource_profile = B\n[profile B]\n${RB}\nsource_profile = B\n${KEYS('BID')}`,
    '',
    'keys BID → role RA',
  ],
  [
    'P31 a source with SSO and keys',
    `[profile A]\n${RA}\nsource_profile = B\n[profile B]\n${SSO}\n${KEYS('BID')}`,
    '',
    'sso eu-west-1 1/SR → role RA',
  ],
  [
    'P32 a source with credential_source',
    `[profile A]\n${RA}\nsource_profile = B\n[profile B]\n${RB}\ncredential_source = Environment`,
    '',
    'environment → role RB → role RA',
  ],
  [
    'P34 MFA behind long-lived keys',
    `[profile A]\n${RA}\nsource_profile = B\nmfa_serial = arn:aws:iam::1:mfa/u\n[profile B]\n${KEYS('BID')}`,
    '',
    'keys BID → mfa u → role RA',
  ],
  [
    'P36 MFA on the source alone',
    `[profile A]\n${RA}\nsource_profile = B\n[profile B]\nmfa_serial = arn:aws:iam::1:mfa/u\n${KEYS('BID')}`,
    '',
    'keys BID → role RA',
  ],
  [
    'MFA on a role behind SSO',
    `[profile A]\n${RA}\nsource_profile = B\nmfa_serial = arn:aws:iam::1:mfa/u\n[profile B]\n${SSO}`,
    '',
    'sso eu-west-1 1/SR → role RA+code',
  ],
  [
    'keys asked for themselves with mfa_serial',
    `[profile A]\nmfa_serial = arn:aws:iam::1:mfa/u\n${KEYS('AID')}`,
    '',
    'keys AID → mfa u',
  ],
  [
    'a security key',
    `[profile A]\nmfa_serial = arn:aws:iam::1:u2f/user/u/k\n${KEYS('AID')}`,
    '',
    /security key/,
  ],
  [
    'P38 a duration that is no number',
    `[profile A]\n${RA}\nsource_profile = B\nduration_seconds = abc\n[profile B]\n${KEYS('BID')}`,
    '',
    /duration_seconds = abc is not a number of seconds \(900 to 43200\)/,
  ],
  [
    'a duration out of range',
    `[profile A]\n${RA}\nsource_profile = B\nduration_seconds = 899\n[profile B]\n${KEYS('BID')}`,
    '',
    /duration_seconds = 899/,
  ],
  [
    'P40 an empty duration',
    `[profile A]\n${RA}\nsource_profile = B\nduration_seconds =\n[profile B]\n${KEYS('BID')}`,
    '',
    'keys BID → role RA',
  ],
  [
    'P42 an empty role_arn',
    `[profile A]\nrole_arn =\n${KEYS('AID')}`,
    '',
    /neither source_profile nor credential_source/,
  ],
  [
    'P43 an empty source_profile',
    `[profile A]\n${RA}\nsource_profile =\n${KEYS('AID')}`,
    '',
    /source_profile "" does not exist/,
  ],
  [
    'not an ARN',
    `[profile A]\nrole_arn = Admin\nsource_profile = B\n[profile B]\n${KEYS('BID')}`,
    '',
    /role_arn = Admin is not an ARN/,
  ],
  [
    'a bad session name',
    `[profile A]\n${RA}\nsource_profile = B\nrole_session_name = a b\n[profile B]\n${KEYS('BID')}`,
    '',
    /role_session_name = a b is not/,
  ],
  [
    'P44 a repeated sso_region',
    `${SESSION}[profile A]\nsso_session = ss\nsso_region = eu-west-1\nsso_account_id = 1\nsso_role_name = SR`,
    '',
    'sso eu-west-1 1/SR',
  ],
  [
    'P45 a different sso_region',
    `${SESSION}[profile A]\nsso_session = ss\nsso_region = eu-west-2\nsso_account_id = 1\nsso_role_name = SR`,
    '',
    /differs from its sso-session's eu-west-1/,
  ],
  [
    'P46 a missing session',
    '[profile A]\nsso_session = no\nsso_account_id = 1\nsso_role_name = SR',
    '',
    /sso_session = no does not exist/,
  ],
  [
    'P47 a session without a start URL',
    '[sso-session ss]\nsso_region = eu-west-1\n[profile A]\nsso_session = ss\nsso_account_id = 1\nsso_role_name = SR',
    '',
    /sso-session "ss" has no sso_start_url/,
  ],
  [
    'P49 SSO without account and role',
    `${SESSION}[profile A]\nsso_session = ss`,
    '',
    /no sso_account_id and no sso_role_name/,
  ],
  [
    'P53 keys in the config, a token elsewhere',
    `[profile A]\n${KEYS('AID')}`,
    '[A]\naws_session_token = TT',
    'keys AID',
  ],
  [
    'P55 keys in both files',
    `[profile A]\n${KEYS('AID')}\naws_session_token = TT`,
    `[A]\n${KEYS('CRED')}`,
    'keys CRED',
  ],
  [
    'P57 both token names',
    `[profile A]\n${KEYS('AID')}\naws_security_token = OLD\naws_session_token = NEW`,
    '',
    'keys AID+token',
  ],
  ['P60 nothing but a region', '[profile A]\nregion = eu-west-1', '', /has no credentials/],
  ['P61 a missing profile', '', '', /no profile "A"|no AWS profiles/],
  [
    'a start URL that is not https',
    '[profile A]\nsso_start_url = http://evil.example/start\nsso_region = eu-west-1\nsso_account_id = 1\nsso_role_name = SR',
    '',
    /not an https address/,
  ],
];

describe('what a profile means', () => {
  for (const [name, config, credentials, expected] of CASES) {
    it(name, () => {
      if (typeof expected === 'string') {
        assert.equal(inShort(planOf({ config, credentials }, 'A')), expected);
        return;
      }
      assert.throws(
        () => planOf({ config, credentials }, 'A'),
        (error: unknown) => {
          assert.ok(error instanceof AwscredError);
          assert.match(error.message, expected);
          assert.notEqual(error.code, 'UNEXPECTED');
          return true;
        },
      );
    });
  }
});
