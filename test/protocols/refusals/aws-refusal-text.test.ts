import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AwsRefusal, type ErrorCode, type RefusalFacts } from '../../../src/errors.ts';
import { refusalError } from '../../../src/protocols/refusals/aws-refusal-text.ts';

function refused(
  service: RefusalFacts['service'],
  code: string,
  facts: Partial<RefusalFacts> = {},
): AwsRefusal {
  const operation = 'AssumeRole';
  return new AwsRefusal({
    service,
    operation,
    code,
    status: 400,
    message: '',
    requestId: null,
    clockOffset: null,
    ...facts,
  });
}

const what = 'AssumeRole of arn:aws:iam::444455556666:role/Admin';
const context = { what, login: 'acme' };

test('each code has its exit status, one sentence and a hint', () => {
  const rows: readonly (readonly [RefusalFacts['service'], string, string, ErrorCode, RegExp, RegExp])[] = [
    [
      'sts',
      'AccessDenied',
      'not authorized to perform: sts:AssumeRole',
      'ACCESS_DENIED',
      /may not do that/,
      /trust policy/,
    ],
    [
      'sts',
      'AccessDenied',
      'MultiFactorAuthentication failed with invalid MFA one time pass code.',
      'MFA_REFUSED',
      /each code works once/,
      /next code/,
    ],
    [
      'sts',
      'AccessDenied',
      'MultiFactorAuthentication failed, unable to validate MFA code. Please verify your MFA serial number',
      'MFA_REFUSED',
      /does not belong to this user/,
      /mfa_serial/,
    ],
    [
      'sts',
      'AccessDenied',
      'Cannot call GetSessionToken with session credentials',
      'ACCESS_DENIED',
      /long-lived keys/,
      /source profile/,
    ],
    ['sts', 'ExpiredToken', '', 'REFUSED', /have expired/, /--refresh/],
    ['sts', 'ExpiredTokenException', '', 'REFUSED', /too old/, /new one/],
    ['sts', 'InvalidClientTokenId', '', 'REFUSED', /does not know the access key/, /region/],
    ['sts', 'SignatureDoesNotMatch', '', 'REFUSED', /secret access key/, /copy both/],
    ['sts', 'MissingAuthenticationToken', '', 'REFUSED', /signature/, /proxy/],
    ['sts', 'IncompleteSignature', '', 'REFUSED', /incomplete/, /proxy/],
    ['sts', 'RegionDisabledException', '', 'REFUSED', /not active in this region/, /another region/],
    ['sts', 'OptInRequired', '', 'REFUSED', /not signed up/, /sign-up/],
    ['sts', 'MalformedPolicyDocument', '', 'REFUSED', /policy is not valid/, /JSON/],
    ['sts', 'PackedPolicyTooLarge', '', 'REFUSED', /too large/, /drop tags/],
    ['sts', 'PackedPolicyTooLargeException', '', 'REFUSED', /too large/, /drop tags/],
    [
      'sts',
      'ValidationError',
      'The requested DurationSeconds exceeds the MaxSessionDuration set for this role.',
      'REFUSED',
      /longer than the role allows/,
      /duration_seconds/,
    ],
    [
      'sts',
      'ValidationError',
      'The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining',
      'REFUSED',
      /one hour/,
      /3600/,
    ],
    [
      'sts',
      'ValidationError',
      "1 validation error detected: Value 'x' at 'roleArn'",
      'REFUSED',
      /a parameter/,
      /role_arn/,
    ],
    ['sts', 'IDPCommunicationError', '', 'REFUSED', /identity provider/, /again/],
    ['sts', 'RequestExpired', '', 'CLOCK', /date/, /clock/],
    [
      'sso',
      'UnauthorizedException',
      '',
      'NEEDS_LOGIN',
      /session is over/,
      /^sign in again: awscred login acme$/,
    ],
    ['sso', 'ForbiddenException', 'No access', 'ACCESS_DENIED', /not assigned/, /sso_role_name/],
    ['sso', 'ResourceNotFoundException', '', 'REFUSED', /no such account or role/, /sso_account_id/],
    ['sso', 'InvalidRequestException', '', 'REFUSED', /a parameter/, /sso_account_id/],
  ];
  for (const [service, code, message, expected, sentence, hint] of rows) {
    const error = refusalError(refused(service, code, { message }), context);
    const row = `${service} ${code} ${message}`;
    assert.equal(error.code, expected, row);
    assert.ok(error.message.startsWith(`AWS refused ${what}: `) && error.message.endsWith(` (${code})`), row);
    assert.match(error.message, sentence, row);
    assert.match(error.hints[0] ?? '', hint, row);
    assert.equal(error.hints.length, 1, row);
  }
});

test('an unknown code shows the words of the server, escaped and cut', () => {
  const message = `\u001B[31mred\u202E${'x'.repeat(500)}`;
  const error = refusalError(refused('sts', 'Made.Up', { message }), context);
  assert.equal(error.code, 'REFUSED');
  assert.match(error.message, /: "\\u\{1b\}\[31mred\\u\{202e\}x+…" \(Made\.Up\)$/);
  assert.ok(error.message.length < 400);
  assert.match(refusalError(refused('sso', 'X', { status: 418 }), context).message, /: status 418 \(X\)$/);
});

test('names in hints can be pasted, and a wrong clock is told with any refusal', () => {
  const hostile = refusalError(refused('sso', 'UnauthorizedException'), { what, login: '-x; rm $HOME' });
  assert.deepEqual(hostile.hints, ["sign in again: awscred login -- '-x; rm $HOME'"]);
  const nameless = refusalError(refused('sso', 'UnauthorizedException'), { what, login: null });
  assert.deepEqual(nameless.hints, ['sign in again: awscred login']);
  const skewed = refusalError(refused('sts', 'SignatureDoesNotMatch', { clockOffset: -3_720_000 }), context);
  assert.equal(skewed.hints[1], "the clock of this machine is 1h2m behind AWS's");
  const at = { file: '/home/jane/.aws/config', line: 31 };
  const placed = refusalError(refused('sts', 'ValidationError'), { ...context, at });
  assert.deepEqual([placed.file, placed.line], [at.file, at.line]);
});
