import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type RawRequest, send, stsError } from '../support/raw-http.ts';
import { keysOf, refusalOf, signedRequest, sts, stsClient } from '../support/sts-client.ts';
import { userKeys, withServer } from '../support/with-server.ts';

const server = await withServer();
const jane = userKeys(server, 'jane');
const session = keysOf(await stsClient(server, jane).send(new sts.GetSessionTokenCommand({})));

function authorization(request: RawRequest, change: (value: string) => string): RawRequest {
  return {
    ...request,
    headers: { ...request.headers, authorization: change(request.headers['authorization'] ?? '') },
  };
}

function withHeader(request: RawRequest, name: string, value: string): RawRequest {
  return { ...request, headers: { ...request.headers, [name]: value } };
}

function withoutHeader(request: RawRequest, name: string): RawRequest {
  return {
    ...request,
    headers: Object.fromEntries(Object.entries(request.headers).filter(([key]) => key !== name)),
  };
}

const unsigned = (request: RawRequest): RawRequest => withoutHeader(request, 'authorization');

const tampered: readonly [string, (request: RawRequest) => RawRequest, number, string, RegExp][] = [
  ['no signature at all', unsigned, 403, 'MissingAuthenticationToken', /missing Authentication Token/],
  [
    'a bearer token',
    (request) => authorization(request, () => 'Bearer abc'),
    400,
    'IncompleteSignature',
    /Unsupported AWS 'algorithm'/,
  ],
  [
    'no Signature part',
    (request) => authorization(request, (value) => value.replace(/, Signature=.*/, '')),
    400,
    'IncompleteSignature',
    /requires 'Signature'/,
  ],
  [
    'a part that is not key=value',
    (request) => authorization(request, (value) => `${value}, nonsense`),
    400,
    'IncompleteSignature',
    /not key=value/,
  ],
  [
    'a short credential',
    (request) => authorization(request, (value) => value.replace('/aws4_request', '')),
    400,
    'IncompleteSignature',
    /exactly 5/,
  ],
  [
    'one hex digit changed',
    (request) => authorization(request, (value) => `${value.slice(0, -1)}${value.endsWith('0') ? '1' : '0'}`),
    403,
    'SignatureDoesNotMatch',
    /does not match the signature you provided/,
  ],
  [
    'a changed body',
    (request) => ({ ...request, body: `${request.body ?? ''}&x=1` }),
    403,
    'SignatureDoesNotMatch',
    /does not match/,
  ],
  [
    'a query added',
    (request) => ({ ...request, path: '/?x=1' }),
    403,
    'SignatureDoesNotMatch',
    /does not match/,
  ],
  [
    'a changed signed header',
    (request) => withHeader(request, 'content-type', 'text/plain'),
    403,
    'SignatureDoesNotMatch',
    /does not match/,
  ],
  [
    'another host',
    (request) => withHeader(request, 'host', 'localhost'),
    403,
    'SignatureDoesNotMatch',
    /does not match/,
  ],
  [
    'an x-amz header that is not signed',
    (request) => withHeader(request, 'x-amz-extra', '1'),
    403,
    'SignatureDoesNotMatch',
    /'x-amz-extra' must be a 'SignedHeader'/,
  ],
  [
    'the host not signed',
    (request) => authorization(request, (value) => value.replace(';host', '')),
    403,
    'SignatureDoesNotMatch',
    /'Host'/,
  ],
  [
    'a signed header that is not there',
    (request) => withoutHeader(request, 'content-type'),
    403,
    'SignatureDoesNotMatch',
    /'content-type' is a 'SignedHeader'/,
  ],
  [
    'another service',
    (request) => authorization(request, (value) => value.replace('/sts/', '/iam/')),
    403,
    'SignatureDoesNotMatch',
    /correct service: 'sts'/,
  ],
  [
    'a region that is none',
    (request) => authorization(request, (value) => value.replace('/eu-west-1/', '/nowhere/')),
    403,
    'SignatureDoesNotMatch',
    /valid region/,
  ],
  [
    'another region than it was signed for',
    (request) => authorization(request, (value) => value.replace('/eu-west-1/', '/us-east-1/')),
    403,
    'SignatureDoesNotMatch',
    /does not match the signature/,
  ],
  [
    'another terminator',
    (request) => authorization(request, (value) => value.replace('aws4_request', 'aws5_request')),
    403,
    'SignatureDoesNotMatch',
    /valid terminator/,
  ],
  [
    "another day in the credential's scope",
    (request) => authorization(request, (value) => value.replace(/\/\d{8}\//, '/20200101/')),
    403,
    'SignatureDoesNotMatch',
    /Date in Credential scope/,
  ],
  [
    'no date',
    (request) =>
      authorization(withoutHeader(request, 'x-amz-date'), (value) => value.replace(';x-amz-date', '')),
    400,
    'IncompleteSignature',
    /'X-Amz-Date'/,
  ],
  [
    'a date that is none',
    (request) => withHeader(request, 'x-amz-date', 'today'),
    400,
    'IncompleteSignature',
    /basic format/,
  ],
  [
    'an unknown key',
    (request) => authorization(request, (value) => value.replace(jane.accessKeyId, 'AKIAEXAMPLENOBODY234')),
    403,
    'InvalidClientTokenId',
    /token included in the request is invalid/,
  ],
  [
    'a declared payload hash that is another',
    (request) => withHeader(request, 'x-amz-content-sha256', '0'.repeat(64)),
    403,
    'SignatureDoesNotMatch',
    /does not match the signature/,
  ],
];

describe('the signature of long-term keys', () => {
  it('is accepted as the SDK makes it', async () => {
    const answer = await send(server.url, await signedRequest(server, jane));
    assert.equal(answer.status, 200);
    assert.match(answer.body, /<Arn>arn:aws:iam::111122223333:user\/jane<\/Arn>/);
  });

  for (const [name, change, status, code, message] of tampered) {
    it(`is refused with ${name}`, async () => {
      const refusal = stsError(await send(server.url, change(await signedRequest(server, jane))));
      assert.deepEqual([refusal.status, refusal.code], [status, code]);
      assert.match(refusal.message, message);
    });
  }

  it('is refused with a wrong secret', async () => {
    const client = stsClient(server, { ...jane, secretAccessKey: 'wrong' });
    const refusal = await refusalOf(client.send(new sts.GetCallerIdentityCommand({})));
    assert.deepEqual([refusal.status, refusal.code], [403, 'SignatureDoesNotMatch']);
  });

  it('is refused with a session token beside it', async () => {
    const client = stsClient(server, { ...jane, sessionToken: session.sessionToken });
    const refusal = await refusalOf(client.send(new sts.GetCallerIdentityCommand({})));
    assert.equal(refusal.code, 'InvalidClientTokenId');
  });
});

describe('the date of a signature', () => {
  const cases: readonly [number, string | null][] = [
    [-14 * 60, null],
    [14 * 60, null],
    [-16 * 60, 'Signature expired: '],
    [16 * 60, 'Signature not yet current: '],
  ];
  for (const [seconds, message] of cases) {
    it(`${seconds} s off is ${message === null ? 'accepted' : 'refused'}`, async () => {
      const request = await signedRequest(server, jane, new Date(Date.now() + seconds * 1000));
      const answer = await send(server.url, request);
      const refusal = stsError(answer);
      assert.equal(refusal.code, message === null ? '' : 'SignatureDoesNotMatch');
      assert.ok(refusal.message.startsWith(message ?? ''));
    });
  }
});

describe('the signature of temporary keys', () => {
  it('is accepted with its token', async () => {
    const answer = await send(server.url, await signedRequest(server, session));
    assert.equal(answer.status, 200);
  });

  it('is refused without the token', async () => {
    const { accessKeyId, secretAccessKey } = session;
    const client = stsClient(server, { accessKeyId, secretAccessKey });
    const refusal = await refusalOf(client.send(new sts.GetCallerIdentityCommand({})));
    assert.deepEqual([refusal.status, refusal.code], [403, 'InvalidClientTokenId']);
  });

  it("is refused with another session's token", async () => {
    const other = keysOf(await stsClient(server, jane).send(new sts.GetSessionTokenCommand({})));
    const client = stsClient(server, { ...session, sessionToken: other.sessionToken });
    const refusal = await refusalOf(client.send(new sts.GetCallerIdentityCommand({})));
    assert.equal(refusal.code, 'InvalidClientTokenId');
  });

  it('is refused with a token that is there but not signed', async () => {
    const { accessKeyId, secretAccessKey, sessionToken } = session;
    const request = await signedRequest(server, { accessKeyId, secretAccessKey });
    const answer = await send(server.url, withHeader(request, 'x-amz-security-token', sessionToken));
    assert.equal(stsError(answer).code, 'SignatureDoesNotMatch');
  });

  it('is refused as expired at the second it ends', async () => {
    const moving = await withServer();
    const keys = keysOf(
      await stsClient(moving, userKeys(moving, 'jane')).send(
        new sts.GetSessionTokenCommand({ DurationSeconds: 900 }),
      ),
    );
    moving.moveClock(900_000);
    // Signed at the server's time: only the credentials are too old, not the signature.
    const request = await signedRequest(moving, keys, new Date(Date.now() + 900_000));
    const refusal = stsError(await send(moving.url, request));
    assert.deepEqual([refusal.status, refusal.code], [403, 'ExpiredToken']);
    assert.equal(refusal.message, 'The security token included in the request is expired');
  });
});

describe('a call that is no call', () => {
  it('is refused after its signature, and logged by name', async () => {
    const body = 'Action=Nonsense&Version=2011-06-15';
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const refusal = stsError(await send(server.url, { method: 'POST', path: '/', headers, body }));
    assert.equal(refusal.code, 'MissingAuthenticationToken');
    assert.equal(server.calls.at(-1)?.operation, 'Nonsense');
  });
});
