import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Secret } from '../../../src/core/secret.ts';
import { AwscredError, AwsRefusal } from '../../../src/errors.ts';
import {
  assumeRoleXml,
  keys,
  roleRequest,
  site,
  stsErrorXml,
  testAws,
  withCode,
  type TestAwsOptions,
} from '../../support/aws/aws-calls.ts';
import { scriptedServer, type Step } from '../../support/network/scripted-server.ts';

const good: Step = { body: assumeRoleXml() };
const THROTTLE: Step = { status: 400, body: stsErrorXml('Throttling', 'Rate exceeded') };

/** How a call ends that meets `script`, and what it took. */
async function meet(script: readonly Step[], options: TestAwsOptions & { code?: boolean } = {}) {
  const { code = false, ...rest } = options;
  const server = await scriptedServer(script);
  const tested = testAws({ ...patience(script), ...rest });
  const outcome = await tested.aws.assumeRole(site(server.url), keys, roleRequest(code ? withCode : {})).then(
    () => 'done',
    (error: unknown) => error as AwscredError | AwsRefusal,
  );
  return { ...tested, outcome, requests: server.requests.length, host: new URL(server.url).host };
}

/** Silence is waited for as shortly as it can be: where an answer follows, a busy machine gets a second for it. */
function patience(script: readonly Step[]): TestAwsOptions {
  if (!script.includes('hang')) {
    return {};
  }
  return { limits: { connectMs: 5_000, idleMs: script.every((step) => step === 'hang') ? 200 : 1_000 } };
}

const PASSING: Readonly<Record<string, Step>> = {
  reset: 'reset',
  hang: 'hang',
  '500': { status: 500, body: stsErrorXml('InternalFailure', 'x') },
  '503 without a body': { status: 503 },
  '429': { status: 429, body: stsErrorXml('TooManyRequests', 'x') },
  Throttling: THROTTLE,
  'a cut body': { truncate: assumeRoleXml() },
  'a web page': { body: '<!doctype html><html><body>Please log in</body></html>' },
  'a web page with 403': { status: 403, body: '<html><p>Blocked by Corp</p></html>' },
  'an empty body': { body: '' },
  'an empty object': { body: '{}' },
  'an empty 400': { status: 400 },
  'no HTTP': { garbage: 'SSH-2.0-OpenSSH_9.2\r\n' },
  'XML without credentials': { body: '<AssumeRoleResponse><AssumeRoleResult/></AssumeRoleResponse>' },
};

for (const [name, step] of Object.entries(PASSING)) {
  test(`${name}: repeated, and then it works`, async () => {
    const { outcome, requests, slept } = await meet([step, step, good]);
    assert.equal(outcome, 'done');
    assert.equal(requests, 3);
    // Half a step and half of the other half: chance is pinned to 0.5.
    assert.deepEqual(slept, [375, 750]);
  });

  test(`${name}: ends with 6 after 8 tries`, async () => {
    const { outcome, requests, slept } = await meet([step]);
    assert.ok(outcome instanceof AwscredError);
    assert.equal(outcome.code, 'NETWORK');
    assert.match(outcome.message, /\(8 tries, \d+s; no proxy set\)$/);
    assert.equal(requests, 8);
    assert.equal(slept.length, 7);
    assert.ok(slept.reduce((sum, ms) => sum + ms, 0) < 45_000);
  });

  test(`${name}: a call with a code is not repeated once the server may have seen it`, async () => {
    const { outcome, requests } = await meet([step, good], { code: true });
    assert.ok(outcome instanceof AwscredError);
    assert.equal(outcome.code, 'NETWORK');
    assert.equal(requests, 1);
    assert.match(outcome.hints[0] ?? '', /code may be used up/);
  });
}

test('a refusal is not repeated', async () => {
  const { outcome, requests, slept } = await meet([
    { status: 403, body: stsErrorXml('AccessDenied', 'no') },
    good,
  ]);
  assert.ok(outcome instanceof AwsRefusal);
  assert.equal(requests, 1);
  assert.deepEqual(slept, []);
});

test('what does not change by itself is not repeated: a redirect, more than 1 MiB', async () => {
  const redirect: Step = { status: 302, headers: { location: 'https://evil.example/?token=x' } };
  const moved = await meet([redirect, good]);
  assert.ok(moved.outcome instanceof AwscredError);
  assert.equal(moved.outcome.code, 'NETWORK');
  assert.match(moved.outcome.message, /a redirect \(302\) to evil\.example, which awscred does not follow/);
  assert.equal(moved.requests, 1);
  const long = await meet([{ body: 'x'.repeat(1024 * 1024 + 1) }, good]);
  assert.ok(long.outcome instanceof AwscredError);
  assert.equal(long.outcome.code, 'NETWORK');
  assert.match(long.outcome.message, /more than 1 MiB/);
  assert.equal(long.requests, 1);
});

test('Retry-After is waited for, in seconds or as a date', async () => {
  const seconds = await meet([{ ...THROTTLE, headers: { 'retry-after': '7' } }, good]);
  assert.equal(seconds.outcome, 'done');
  assert.deepEqual(seconds.slept, [7000]);
  const at = new Date(Date.now() + 9_000).toUTCString();
  const dated = await meet([{ ...THROTTLE, headers: { 'retry-after': at } }, good]);
  assert.equal(dated.outcome, 'done');
  assert.ok((dated.slept[0] ?? 0) > 7_000 && (dated.slept[0] ?? 0) <= 9_000, String(dated.slept));
});

test('a Retry-After beyond the bound ends at once with 6', async () => {
  const { outcome, requests, slept } = await meet([{ ...THROTTLE, headers: { 'retry-after': '120' } }, good]);
  assert.ok(outcome instanceof AwscredError);
  assert.equal(outcome.code, 'NETWORK');
  assert.match(outcome.message, /asks for fewer requests: 400 Throttling/);
  assert.equal(requests, 1);
  assert.deepEqual(slept, []);
});

test('the deadline of the command ends the tries', async () => {
  const ends = Date.now() + 2_500;
  const { outcome, slept } = await meet([{ status: 500 }], { deadline: () => ends });
  assert.ok(outcome instanceof AwscredError);
  assert.deepEqual(slept, [375, 750]);
});

test('nobody listens: four tries, whoever repeats', async () => {
  const server = await scriptedServer([good]);
  // Port 1 of loopback: nothing is there.
  const url = new URL(server.url);
  url.port = '1';
  for (const request of [roleRequest(), roleRequest(withCode)]) {
    const { aws, slept } = testAws();
    await assert.rejects(aws.assumeRole(site(url.origin), keys, request), {
      code: 'NETWORK',
      message: /^cannot reach 127\.0\.0\.1:1: connection refused \(4 tries, 3s; no proxy set\)$/,
    });
    assert.deepEqual(slept, [375, 750, 1500]);
  }
});

test('a person is told once that it takes long, in 2 s', async () => {
  const { said, host } = await meet(['hang', 'reset', 'reset', 'reset', good]);
  assert.deepEqual(said, [`  ${host} does not answer, trying again (Ctrl-C gives up)`]);
  const failing = await meet([{ status: 503 }]);
  assert.deepEqual(failing.said, [`  ${failing.host} answers with 503, trying again (Ctrl-C gives up)`]);
  assert.deepEqual((await meet(['reset', good])).said, []);
});

test('which calls repeat: the refresh grant and a registration do, polls and authorization codes do not', async () => {
  const client = { clientId: 'c', clientSecret: new Secret('s'), expiresAt: 0 };
  const secret = new Secret('grantedvalue');
  const grants = [
    [{ type: 'refresh-token', refreshToken: secret }, 8],
    [{ type: 'device-code', deviceCode: secret }, 1],
    [
      { type: 'authorization-code', code: secret, codeVerifier: secret, redirectUri: 'http://127.0.0.1/x' },
      1,
    ],
  ] as const;
  for (const [grant, tries] of grants) {
    const server = await scriptedServer([{ status: 503 }]);
    await assert.rejects(testAws().aws.createToken(site(server.url), client, grant), { code: 'NETWORK' });
    assert.equal(server.requests.length, tries, grant.type);
  }
  const slow: Step = {
    status: 400,
    headers: { 'x-amzn-errortype': 'SlowDownException' },
    body: '{"error":"slow_down"}',
  };
  const server = await scriptedServer([slow]);
  const request = { clientName: 'awscred-acme', scopes: [], pkce: null };
  await assert.rejects(testAws().aws.registerClient(site(server.url), request), { code: 'NETWORK' });
  assert.equal(server.requests.length, 8);
  const polled = await scriptedServer([slow]);
  const poll = testAws().aws.createToken(site(polled.url), client, {
    type: 'device-code',
    deviceCode: secret,
  });
  await assert.rejects(
    poll,
    (error) => error instanceof AwsRefusal && error.facts.code === 'SlowDownException',
  );
});

test('a call ends within its bound whatever the server does', async () => {
  const silent = await scriptedServer(['hang']);
  const ends = Date.now() + 700;
  const { aws, slept } = testAws({ deadline: () => ends, limits: { connectMs: 5_000, idleMs: 5_000 } });
  const began = performance.now();
  await assert.rejects(aws.assumeRole(site(silent.url), keys, roleRequest()), {
    code: 'NETWORK',
    message: /does not answer \(1 try, /,
  });
  assert.ok(performance.now() - began < 3_000);
  assert.deepEqual(slept, []);
});
