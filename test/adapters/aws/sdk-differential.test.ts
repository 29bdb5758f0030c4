import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Credentials } from '../../../src/core/credentials.ts';
import { Secret } from '../../../src/core/secret.ts';
import { AwscredError, AwsRefusal } from '../../../src/errors.ts';
import type { AssumeRoleRequest } from '../../../src/ports/aws.ts';
import { assumeRoleXml, keys, roleRequest, site, stsErrorXml, testAws } from '../../support/aws/aws-calls.ts';
import { type SeenRequest, scriptedServer, type Step } from '../../support/network/scripted-server.ts';
import { seeded } from '../../support/seeded.ts';
import { ourCalls, sdkCalls, type Three } from './sdk-calls.ts';

const token = new Secret('aoaEXAMPLE+/=TOKEN');
const client = { clientId: 'client 1/ä', clientSecret: new Secret('client"secret\\'), expiresAt: 0 };
const grant = { type: 'refresh-token', refreshToken: new Secret('refresh/+"token') } as const;

/** One call, by name, with what the server has seen and what came of it. */
interface Told {
  readonly seen: readonly SeenRequest[];
  readonly outcome: unknown;
}

async function tell(
  make: (run: ReturnType<typeof testAws>['run']) => Three,
  script: readonly Step[],
  call: (three: Three, url: string) => Promise<object>,
): Promise<Told> {
  const server = await scriptedServer(script);
  const { run } = testAws();
  try {
    return { seen: server.requests, outcome: revealed(await call(make(run), server.url)) };
  } catch (error) {
    return { seen: server.requests, outcome: wordsOf(error, server.url) };
  }
}

function revealed(value: object): unknown {
  const entries = Object.entries(value).map(([name, one]: [string, unknown]) => [
    name,
    one instanceof Secret ? one.reveal() : one,
  ]);
  return Object.fromEntries(entries);
}

/** An answer that is no answer is one failure, whichever part of it is looked at first. */
function wordsOf(error: unknown, url: string): unknown {
  assert.ok(error instanceof Error);
  const facts = error instanceof AwsRefusal ? { ...error.facts, clockOffset: null } : null;
  const code = error instanceof AwscredError ? error.code : error.name;
  const message = error.message.replaceAll(new URL(url).host, 'HOST');
  return { code, facts, message: message.replace(/(gives no usable answer:) .* (\(\d+ tries)/, '$1 … $2') };
}

/** What AWS sees of a request; the SDK's own headers besides are its business. */
function meaning({ method, path, headers, body }: SeenRequest): unknown {
  const isForm = headers['content-type']?.startsWith('application/x-www-form-urlencoded') === true;
  const sent = isForm
    ? [...new URLSearchParams(body)].map((pair) => pair.join('=')).toSorted()
    : body === ''
      ? null
      : JSON.parse(body);
  return {
    method,
    path,
    sent,
    type: body === '' ? null : headers['content-type']?.replace(/;.*/, ''),
    token: headers['x-amz-security-token'],
    bearer: headers['x-amz-sso_bearer_token'],
    credential: /Credential=([^,/]+\/)\d+([^,]+)/.exec(headers.authorization ?? '')?.slice(1),
  };
}

async function assertAlike(
  script: readonly Step[],
  call: (three: Three, url: string) => Promise<object>,
  what: string,
): Promise<void> {
  const [ours, theirs] = [await tell(ourCalls, script, call), await tell(sdkCalls, script, call)];
  assert.ok(ours.seen.length > 0, what);
  assert.deepEqual(ours.seen.map(meaning), theirs.seen.map(meaning), what);
  assert.deepEqual(ours.outcome, theirs.outcome, what);
}

const assumeRole =
  (request: AssumeRoleRequest, as: Credentials = keys) =>
  async (three: Three, url: string) =>
    three.assumeRole(site(url), as, request);
const roleCredentials = async (three: Three, url: string): Promise<object> =>
  three.getRoleCredentials(site(url), token, { accountId: '111122223333', roleName: "P+o w'er@é" });
const renewed = async (three: Three, url: string): Promise<object> =>
  three.createToken(site(url), client, grant);

const json = (value: unknown, status = 200, headers: Record<string, string> = {}): Step => ({
  status,
  headers,
  body: JSON.stringify(value),
});

/** The same instant for both. */
const EXPIRES = Date.now() + 600_000;

describe('the calls that we write ourselves are those of AWS’s clients', () => {
  it('AssumeRole: 300 requests', async () => {
    const random = seeded(20);
    for (let round = 0; round < 300; round += 1) {
      const request = randomRequest(random);
      const as = random() < 0.3 ? { ...keys, sessionToken: null } : keys;
      await assertAlike(
        [{ body: assumeRoleXml({ expires: EXPIRES }) }],
        assumeRole(request, as),
        JSON.stringify(request),
      );
    }
  });

  it('AssumeRole: answers', async () => {
    const whole = assumeRoleXml({ expires: EXPIRES });
    const answers: readonly Step[] = [
      { body: whole },
      { body: `<?xml version="1.0" encoding="UTF-8"?>\n<!-- of a proxy -->\n${whole}` },
      { body: whole.replaceAll('><', '>\r\n  <') },
      {
        body: whole.replace(
          /<SessionToken>.*?<\/SessionToken>/,
          '<SessionToken><![CDATA[new+token==]]></SessionToken>',
        ),
      },
      { body: whole.replace('new/secret', 'new&#x2F;secret&amp;more') },
      { body: whole.replace('<Credentials>', '<Credentials new="1"><Later>x</Later>') },
      { body: whole.replace(/<AssumedRoleUser>.*?<\/AssumedRoleUser>/, '') },
      { body: whole.replace(/<SecretAccessKey>.*?<\/SecretAccessKey>/, '') },
      { body: whole.replace(/<Expiration>.*?<\/Expiration>/, '<Expiration>soon</Expiration>') },
      { body: whole.replace(/<Expiration>.*?<\/Expiration>/, '') },
      { body: whole.slice(0, 300) },
      { body: '' },
      { body: '{}' },
      { body: '<html><body>sign in to the WLAN</body></html>' },
      ...[
        'AccessDenied',
        'ExpiredToken',
        'InvalidClientTokenId',
        'SignatureDoesNotMatch',
        'RegionDisabledException',
      ].map((code) => ({ status: 403, body: stsErrorXml(code, `told &lt;${code}&gt; &amp; more`) })),
      { status: 400, body: stsErrorXml('ValidationError', '1 validation error detected') },
      { status: 400, body: stsErrorXml('Throttling', 'Rate exceeded') },
      { status: 403, body: '<html>no</html>' },
      { status: 403, body: '' },
      { status: 404, body: '<ErrorResponse><Error></Error></ErrorResponse>' },
      { status: 500, body: stsErrorXml('InternalFailure', 'x') },
      { status: 503, headers: { 'retry-after': '1' }, body: 'busy' },
    ];
    for (const answer of answers) {
      await assertAlike([answer], assumeRole(roleRequest()), JSON.stringify(answer));
    }
  });

  it('an endpoint with a path of its own', async () => {
    for (const path of ['/base', '/a/b%20c', '/']) {
      const at =
        (call: (three: Three, url: string) => Promise<object>) => async (three: Three, url: string) =>
          call(three, `${url}${path}`);
      await assertAlike([{ body: assumeRoleXml({ expires: EXPIRES }) }], at(assumeRole(roleRequest())), path);
      await assertAlike([json({ message: 'No access' }, 403)], at(roleCredentials), path);
      await assertAlike([json({ accessToken: 'a', expiresIn: 3600 })], at(renewed), path);
    }
  });

  it('GetRoleCredentials', async () => {
    const roleCredentials_ = {
      accessKeyId: 'ASIAEXAMPLEEXAMPLE02',
      secretAccessKey: 's/1',
      sessionToken: 't==',
      expiration: EXPIRES,
    };
    const answers: readonly Step[] = [
      json({ roleCredentials: roleCredentials_ }),
      json({ roleCredentials: { ...roleCredentials_, later: { a: 1 } }, more: [] }),
      json({ roleCredentials: { ...roleCredentials_, sessionToken: undefined } }),
      json({ roleCredentials: { ...roleCredentials_, expiration: undefined } }),
      json({ roleCredentials: null }),
      json({}),
      { body: '<html>' },
      json({ message: 'Session token not found or invalid' }, 401, {
        'x-amzn-errortype': 'UnauthorizedException',
      }),
      json({ __type: 'com.amazonaws.sso#ForbiddenException', message: 'No access' }, 403),
      json({ message: 'No access' }, 403),
      json({ message: 'slow down' }, 429),
      { status: 403, body: '<html>no</html>' },
      { status: 502, body: '' },
    ];
    for (const answer of answers) {
      await assertAlike([answer], roleCredentials, JSON.stringify(answer));
    }
  });

  it('CreateToken', async () => {
    const answers: readonly Step[] = [
      json({ accessToken: 'a+b/c==', expiresIn: 3600, refreshToken: 'next', tokenType: 'Bearer' }),
      json({ accessToken: 'a', expiresIn: 3600 }),
      json({ accessToken: 'a' }),
      json({ expiresIn: 3600 }),
      { body: '' },
      ...['invalid_grant', 'invalid_client', 'expired_token', 'server_error', 'slow_down'].map((error) =>
        json({ error, error_description: `told ${error}` }, 400),
      ),
      json({ error: 'invalid_grant', error_description: 'x' }, 400, {
        'x-amzn-errortype': 'InvalidGrantException',
      }),
      { status: 400, body: '<html>' },
    ];
    for (const answer of answers) {
      await assertAlike([answer], renewed, JSON.stringify(answer));
    }
  });
});

const TEXTS = ['plain', 'a b', 'ä€', 'x=y&z', "o'(n)*!~", '+/%25', 'https://q/?a=b', '日本', '\u{1F511}'];

function randomRequest(random: () => number): AssumeRoleRequest {
  const one = (): string => TEXTS[Math.floor(random() * TEXTS.length)] ?? '';
  const some = <T>(make: () => T): readonly T[] => Array.from({ length: Math.floor(random() * 4) }, make);
  const maybe = <T>(value: T): T | null => (random() < 0.5 ? value : null);
  return roleRequest({
    roleArn: `arn:aws:iam::444455556666:role/${one()}`,
    roleSessionName: one(),
    durationSeconds: maybe(900 + Math.floor(random() * 40_000)),
    externalId: maybe(one()),
    tags: some(() => [one(), one()] as const),
    transitiveTags: some(one),
    sourceIdentity: maybe(one()),
    policy: maybe(JSON.stringify({ Version: '2012-10-17', Statement: [one()] })),
    policyArns: some(one),
    mfa: random() < 0.3 ? { serial: one(), code: new Secret('123456') } : null,
  });
}
