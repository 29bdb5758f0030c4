import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AwsRefusal } from '../../../src/errors.ts';
import { signInRefusal } from '../../../src/protocols/sso/sign-in-refusal.ts';
import { ACME } from './sso-fixtures.ts';

function refused(code: string, message: string): AwsRefusal {
  const operation = 'CreateToken';
  const facts = { code, message, status: 400, requestId: null, clockOffset: null };
  return new AwsRefusal({ service: 'sso-oidc', operation, ...facts });
}

test('each refusal of the sign-in service is told by its meaning, with what to type next', () => {
  const rows: readonly (readonly [string, string, RegExp, RegExp])[] = [
    ['InvalidGrantException', '', /sign-in to acme was not completed/, /awscred login acme/],
    ['InvalidClientException', '', /client of acme/, /sso_region/],
    ['UnauthorizedClientException', '', /registered with acme for another way/, /--device-code/],
    ['ExpiredTokenException', '', /acme expired/, /awscred login acme/],
    ['AccessDeniedException', '', /sign-in to acme was refused/, /awscred login acme/],
    ['AccessDeniedException', 'KMS_AccessDeniedException', /key that encrypts .* acme/, /KMS/],
    ['InvalidRequestException', '', /sign-in page of acme/, /sso_start_url/],
    ['InvalidRequestException', 'KMS_DisabledException', /key that encrypts .* acme/, /KMS/],
    ['InvalidRequestRegionException', '', /acme is in another region/, /sso_region/],
    ['InvalidScopeException', '', /scope that acme asks for/, /sso_registration_scopes/],
    ['UnsupportedGrantTypeException', '', /acme does not offer/, /--device-code/],
    ['InvalidRedirectUriException', '', /for the browser at acme/, /--device-code/],
    ['InvalidClientMetadataException', '', /for the browser at acme/, /--device-code/],
    ['SlowDownException', '', /acme is asked too often/, /minute/],
  ];
  for (const [code, message, sentence, hint] of rows) {
    const error = signInRefusal(refused(code, message), ACME);
    const row = `${code} ${message}`;
    assert.equal(error.code, 'REFUSED', row);
    assert.match(error.message, sentence, row);
    assert.match(error.hints[0] ?? '', hint, row);
    assert.equal(error.hints.length, 1, row);
  }
});

test('an unknown code shows the words of the server, escaped', () => {
  const error = signInRefusal(refused('Made.Up', '\u001B[31mred'), ACME);
  assert.match(error.message, /sign-in to acme: Made\.Up: \\u\{1b\}\[31mred$/);
});
