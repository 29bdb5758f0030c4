import assert from 'node:assert/strict';
import { it } from 'node:test';
import { needs } from '../../support/process/needs.ts';
import { runOnTerminal } from '../../support/pty.ts';
import { AWSCRED, Sandbox } from '../../support/sandbox.ts';
import { scriptedServer } from '../../support/network/scripted-server.ts';

it('a wrong serial: one try, no second code is asked', { skip: needs('/usr/bin/python3') }, async () => {
  const words =
    'MultiFactorAuthentication failed, unable to validate MFA code.  Please verify your MFA serial number is valid and associated with this user.';
  const { url } = await scriptedServer(() => ({
    status: 403,
    headers: { 'Content-Type': 'text/xml' },
    body: `<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type><Code>AccessDenied</Code><Message>${words}</Message></Error><RequestId>1</RequestId></ErrorResponse>`,
  }));
  const sandbox = new Sandbox();
  sandbox.write(
    '.aws/config',
    `[profile keys]
region = eu-west-1
endpoint_url = ${url}
aws_access_key_id = AKIAEXAMPLECIUSER234
aws_secret_access_key = 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
[profile with-code]
region = eu-west-1
endpoint_url = ${url}
role_arn = arn:aws:iam::444455556666:role/Admin
source_profile = keys
mfa_serial = arn:aws:iam::777788889999:mfa/nobody
`,
  );
  const result = await runOnTerminal([process.execPath, AWSCRED, 'process', 'with-code'], {
    env: sandbox.environment(),
    stdin: 'open',
    dialog: [{ expect: /MFA code for/, send: '123456\n' }],
    timeoutMs: 20_000,
  });
  assert.equal(result.status, 3, result.tty);
  assert.match(result.stderr, /does not belong to this user/);
  assert.doesNotMatch(result.tty, /Next MFA code/);
});
