import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { Headless, type HeadlessResult } from '../../support/headless.ts';
import { headlessAws } from '../../support/aws/headless-aws.ts';
import { scriptedServer } from '../../support/network/scripted-server.ts';

const ROLE = 'arn:aws:iam::444455556666:role/Admin';
const USER = 'arn:aws:iam::777788889999:user/ci-user';
const NOT_ALLOWED = `User: ${USER} is not authorized to perform: sts:AssumeRole on resource: ${ROLE}`;
const ID = 'AKIAEXAMPLECIUSER234';
const SECRET = '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';

interface Row {
  readonly code: string;
  readonly status?: number;
  readonly words: string;
  /** In the first line. */
  readonly says: RegExp;
  readonly hint?: RegExp;
  /** Whether AWS's words are shown besides; they are wherever they say more than the code. */
  readonly shown?: boolean;
  /** Guesses that what AWS says contradicts. */
  readonly never?: RegExp;
}

const GUESSES = /trust policy|misspelt|external id|it requires MFA|lacks the permission/;

const ROWS: readonly Row[] = [
  {
    code: 'SignatureDoesNotMatch',
    words: 'Credential should be scoped to a valid region. ',
    says: /signed for a region that this endpoint does not serve/,
    hint: /region and endpoint_url/,
    never: /secret access key does not belong/,
  },
  {
    code: 'SignatureDoesNotMatch',
    words: "Credential should be scoped to correct service: 'sts'. ",
    says: /signed for another service than this endpoint/,
    hint: /endpoint_url/,
    never: /secret access key does not belong/,
  },
  {
    code: 'SignatureDoesNotMatch',
    words:
      'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.',
    says: /secret access key does not belong/,
    shown: false,
  },
  {
    code: 'AccessDenied',
    words: 'Roles may not be assumed by root accounts.',
    says: /the root user may not assume roles/,
    hint: /IAM user or a role/,
    never: GUESSES,
  },
  {
    code: 'AccessDenied',
    words: `User: ${USER} is not authorized to perform: sts:TagSession on resource: ${ROLE}`,
    says: /may not assume \S+ \(AccessDenied\): sts:TagSession is not allowed/,
    never: /external id|misspelt|it requires MFA/,
  },
  {
    code: 'AccessDenied',
    words: `User: ${USER} is not authorized to perform: sts:SetSourceIdentity on resource: ${ROLE}`,
    says: /: sts:SetSourceIdentity is not allowed/,
    never: /external id|misspelt|it requires MFA/,
  },
  {
    code: 'AccessDenied',
    words: `${NOT_ALLOWED} with an explicit deny in a service control policy`,
    says: /: a service control policy denies it explicitly/,
    hint: /AWS organization/,
    never: GUESSES,
  },
  {
    code: 'AccessDenied',
    words: `${NOT_ALLOWED} with an explicit deny in a resource control policy: arn:aws:organizations::1:policy/o-1/x`,
    says: /: a resource control policy denies it explicitly/,
    never: GUESSES,
  },
  {
    code: 'AccessDenied',
    words: `${NOT_ALLOWED} with an explicit deny in an identity-based policy`,
    says: /: an identity-based policy denies it explicitly/,
    never: GUESSES,
  },
  {
    code: 'AccessDenied',
    words: `${NOT_ALLOWED} with an explicit deny`,
    says: /: a policy denies it explicitly/,
    never: GUESSES,
  },
  {
    code: 'AccessDenied',
    words: `${NOT_ALLOWED} with an explicit deny in a resource-based policy`,
    says: /: a resource-based policy denies it explicitly \(the role's trust policy\)/,
    never: /lacks the permission|misspelt|service control/,
  },
  {
    code: 'AccessDenied',
    words: `${NOT_ALLOWED} because no identity-based policy allows the sts:AssumeRole action (authorization id: 0a1b-2c3d)`,
    says: /: no identity-based policy allows it/,
    never: /trust policy|external id|misspelt/,
  },
  {
    code: 'AccessDenied',
    words: `${NOT_ALLOWED} because no session policy allows the sts:AssumeRole action`,
    says: /: no session policy allows it/,
    hint: /--read-only/,
    never: GUESSES,
  },
  {
    code: 'AccessDenied',
    words: `${NOT_ALLOWED} because no permissions boundary allows the sts:TagSession action`,
    says: /: no permissions boundary allows it/,
    never: GUESSES,
  },
  {
    code: 'AccessDenied',
    words: `${NOT_ALLOWED} because no resource-based policy allows the sts:AssumeRole action`,
    says: /: no resource-based policy allows it \(the role's trust policy\)/,
    never: /lacks the permission|misspelt|service control/,
  },
  {
    code: 'AccessDenied',
    words: NOT_ALLOWED,
    says: /may not assume \S+ \(AccessDenied\)\n/,
  },
  {
    code: 'IncompleteSignature',
    status: 400,
    words:
      "Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, got 'a/b'",
    says: /this is not an access key id/,
    hint: /swapped/,
    never: /proxy/,
  },
  {
    code: 'RegionDisabledException',
    words:
      'STS is not activated in this region for account:444455556666. Your account administrator can activate STS',
    says: /STS is not active in this region/,
  },
  {
    code: 'InvalidClientTokenId',
    words: 'The security token included in the request is invalid.',
    says: /does not know the access key/,
    shown: false,
  },
  {
    code: 'ExpiredToken',
    words: 'The security token included in the request is expired',
    says: /have expired/,
    shown: false,
  },
  {
    code: 'MalformedPolicyDocument',
    status: 400,
    words: 'Syntax errors in policy: line 3.',
    says: /session policy is not valid/,
  },
  {
    code: 'PackedPolicyTooLarge',
    status: 400,
    words: 'Packed policy consumes 145% of allotted space, please use smaller policy.',
    says: /too large/,
  },
  {
    code: 'ValidationError',
    status: 400,
    words: "1 validation error detected: Value 'x' at 'roleSessionName' failed to satisfy constraint",
    says: /AWS does not accept a parameter/,
  },
];

let answer: Pick<Row, 'code' | 'status' | 'words'> = { code: '', words: '' };
const { url } = await scriptedServer(() => ({
  status: answer.status ?? 403,
  headers: { 'Content-Type': 'text/xml' },
  body: `<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type><Code>${answer.code}</Code><Message>${escaped(answer.words)}</Message></Error><RequestId>1</RequestId></ErrorResponse>`,
}));

function escaped(text: string): string {
  return text.replace(/[&<>\u001b]/g, (char) => `&#${char.charCodeAt(0)};`);
}

describe("AWS's own reason", () => {
  const sandbox = new Headless('network');

  before(() => {
    sandbox.write('.aws/config', config(ID, SECRET));
  });

  const config = (id: string, secret: string): string => `
[profile keys]
region = eu-west-1
endpoint_url = ${url}
aws_access_key_id = ${id}
aws_secret_access_key = ${secret}
[profile admin]
region = eu-west-1
endpoint_url = ${url}
role_arn = ${ROLE}
source_profile = keys
`;

  async function refused(row: Pick<Row, 'code' | 'status' | 'words'>): Promise<HeadlessResult> {
    answer = row;
    const result = await sandbox.run(['process', 'admin', '--tag', 'a=b', '--source-identity', 'jane']);
    assert.equal(result.status, 3, result.stderr);
    assert.equal(result.stdout, '');
    assert.ok(result.stderr.split('\n').length <= 16, result.stderr);
    return result;
  }

  for (const row of ROWS) {
    it(`${row.code}: ${row.words.slice(-60)}`, async () => {
      const { stderr } = await refused(row);
      assert.match(stderr, row.says);
      assert.match(stderr.split('\n')[0] ?? '', new RegExp(row.says.source.replace(/\\n$/, '$')));
      assert.match(stderr, row.hint ?? /./);
      assert.doesNotMatch(stderr, row.never ?? /^$/);
      const times = stderr.split(row.words.trim()).length - 1;
      assert.equal(times, row.shown === false ? 0 : 1, stderr);
    });
  }

  it('is escaped and cut', async () => {
    const { stderr } = await refused({
      code: 'AccessDenied',
      words: `${NOT_ALLOWED} \u001b[2J\u202e${'x'.repeat(5000)}`,
    });
    assert.ok(!stderr.includes('\u001b') && !stderr.includes('\u202e'));
    assert.ok(stderr.length < 4096);
  });

  it('names the session name among the causes of a plain refusal', async () => {
    const { stderr } = await refused({ code: 'AccessDenied', words: NOT_ALLOWED });
    assert.match(
      stderr,
      /another session name than awscred-jane \(sts:RoleSessionName; set role_session_name\)/,
    );
  });

  it('id and secret exchanged: said with the line, and the secret goes nowhere', async () => {
    sandbox.write('.aws/config', config(SECRET, ID));
    for (const args of [
      ['process', 'admin'],
      ['process', 'keys'],
      ['whoami', 'admin'],
      ['exec', 'keys', '--', 'true'],
    ]) {
      const result = await sandbox.run(args);
      assert.equal(result.status, args[0] === 'exec' ? 125 : 2, result.stderr);
      assert.match(
        result.stderr,
        /config:5: profile "keys": aws_access_key_id and aws_secret_access_key are swapped/,
      );
      assert.ok(!`${result.stdout}${result.stderr}`.includes(SECRET));
    }
    sandbox.write('.aws/config', config(ID, SECRET));
  });

  it('a secret in the place of the id is sent nowhere, and masked', async () => {
    const { server } = await headlessAws();
    sandbox.write('.aws/config', config(SECRET, 'not-an-id').replaceAll(url, server.url));
    for (const options of [[], ['--debug'], ['--json']]) {
      const { stderr, status } = await sandbox.run(['process', 'admin', ...options]);
      assert.equal(status, 2, stderr);
      assert.match(stderr, /aws_access_key_id that is not a key id/);
      const pieces = [SECRET, ...SECRET.split('/').filter((piece) => piece.length > 3)];
      pieces.forEach((piece) => assert.ok(!stderr.includes(piece), `${piece} in ${stderr}`));
      assert.deepEqual(server.calls, []);
    }
    sandbox.write('.aws/config', config(ID, SECRET));
  });
});
