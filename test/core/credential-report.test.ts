import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { credentialReportIn } from '../../src/core/credential-report.ts';
import { csvLine } from '../../src/core/text/csv.ts';
import { findingsOf } from '../../src/flow/keys/findings.ts';

const DAY = 86_400_000;
const NOW = Date.parse('2026-01-01T00:00:00Z');
const HEAD =
  'user,arn,user_creation_time,password_enabled,password_last_used,password_last_changed,password_next_rotation,mfa_active,access_key_1_active,access_key_1_last_rotated,access_key_1_last_used_date,access_key_1_last_used_region,access_key_1_last_used_service,access_key_2_active,access_key_2_last_rotated,access_key_2_last_used_date,access_key_2_last_used_region,access_key_2_last_used_service,cert_1_active,cert_1_last_rotated,cert_2_active,cert_2_last_rotated';
const NO_KEY = 'false,N/A,N/A,N/A,N/A';
const row = (user: string, middle: string): string =>
  `${user},arn:aws:iam::111122223333:user/${user},2020-01-01T00:00:00+00:00,${middle},false,N/A,false,N/A`;

const limits = { now: NOW, maxAgeMs: 90 * DAY, unusedMs: 90 * DAY };

describe('the credential report', () => {
  const rows: readonly (readonly [string, string, readonly string[]])[] = [
    [
      'fresh',
      `false,N/A,N/A,N/A,true,true,2025-12-01T00:00:00+00:00,2025-12-30T00:00:00+00:00,eu-west-1,s3,${NO_KEY}`,
      [],
    ],
    [
      'old',
      `false,N/A,N/A,N/A,true,true,2025-01-01T00:00:00+00:00,2025-12-30T00:00:00+00:00,eu-west-1,s3,${NO_KEY}`,
      ['key-old'],
    ],
    [
      'unused',
      `false,N/A,N/A,N/A,true,true,2025-01-01T00:00:00+00:00,N/A,N/A,N/A,${NO_KEY}`,
      ['key-old', 'key-unused'],
    ],
    ['inactive', `false,N/A,N/A,N/A,false,false,2020-01-01T00:00:00+00:00,N/A,N/A,N/A,${NO_KEY}`, []],
    [
      'two',
      'false,N/A,N/A,N/A,true,true,2025-12-01T00:00:00+00:00,N/A,N/A,N/A,true,2025-12-02T00:00:00+00:00,N/A,N/A,N/A',
      ['two-active-keys'],
    ],
    [
      'person',
      `true,no_information,2025-01-01T00:00:00+00:00,N/A,false,${NO_KEY},${NO_KEY}`,
      ['no-mfa', 'password-old'],
    ],
    ['nothing', `false,N/A,N/A,N/A,false,${NO_KEY},${NO_KEY}`, []],
    [
      '<root_account>',
      `not_supported,2025-01-01T00:00:00+00:00,not_supported,not_supported,false,true,2025-12-01T00:00:00+00:00,N/A,N/A,N/A,${NO_KEY}`,
      ['no-mfa', 'root-keys'],
    ],
  ];
  for (const [name, middle, findings] of rows) {
    it(`${name}: ${findings.join(' ') || 'nothing'}`, () => {
      const [user] = credentialReportIn([HEAD, row(name, middle)].join('\n')) ?? [];
      assert.ok(user !== undefined);
      assert.deepEqual(findingsOf(user, limits), findings);
      assert.ok(user.keys.every(({ accessKeyId }) => accessKeyId === null));
    });
  }

  it('goes by the names of the columns, and takes CRLF', () => {
    const text = 'mfa_active,access_key_1_active,arn,user\r\ntrue,false,a,jane\r\n';
    assert.deepEqual(
      credentialReportIn(text)?.map(({ user, mfa }) => [user, mfa]),
      [['jane', true]],
    );
  });

  it('anything else is none', () => {
    assert.equal(credentialReportIn(''), null);
    assert.equal(credentialReportIn('<html>'), null);
  });

  it('a cell that a spreadsheet would run is text', () => {
    assert.equal(csvLine(['=cmd()', 'a,b', 'say "x"', '@x']), `'=cmd(),"a,b","say ""x""",'@x\n`);
  });
});
