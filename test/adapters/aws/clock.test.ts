import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AwscredError, AwsRefusal } from '../../../src/errors.ts';
import {
  assumeRoleXml,
  keys,
  roleRequest,
  site,
  stsErrorXml,
  testAws,
  withCode,
} from '../../support/aws/aws-calls.ts';
import { scriptedServer, type SeenRequest, type Step } from '../../support/network/scripted-server.ts';

const HOUR = 3_600_000;
const EXPIRED =
  'Signature expired: 20260102T030405Z is now earlier than 20260102T035905Z (20260102T040405Z - 5 min.)';

/** A server whose own clock is right and that looks at the date of the signature, as AWS does. */
function judge(behind: number): (request: SeenRequest) => Step {
  return (request) => {
    const date = new Date(Date.now() - behind).toUTCString();
    const text = String(request.headers['x-amz-date']);
    const signed = Date.parse(text.replace(/(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z/, '$1-$2-$3T$4:$5:$6Z'));
    return Math.abs(signed - (Date.now() - behind)) > 300_000
      ? { status: 403, body: stsErrorXml('SignatureDoesNotMatch', EXPIRED), headers: { date } }
      : { body: assumeRoleXml({ expires: Date.now() - behind + 900_000 }), headers: { date } };
  };
}

for (const [name, behind, words] of [
  ['ahead', HOUR, '1h ahead of'],
  ['behind', -HOUR - 120_000, '1h2m behind'],
] as const) {
  test(`a clock that is ${name} is corrected, with one warning`, async () => {
    const server = await scriptedServer(judge(behind));
    const { aws, warned, slept } = testAws();
    const got = await aws.assumeRole(
      site(server.url),
      keys,
      roleRequest({ durationSeconds: 900, ...withCode }),
    );
    assert.equal(server.requests.length, 2);
    assert.deepEqual(slept, []);
    assert.deepEqual(warned, [
      `the clock of this machine is ${words} that of ${new URL(server.url).host}; awscred uses that clock`,
    ]);
    assert.ok(Math.abs(aws.clockOffset() + behind) < 2_000, String(aws.clockOffset()));
    // In AWS's time: a quarter of an hour from the corrected now.
    assert.ok(Math.abs((got.expiresAt ?? 0) - (Date.now() - behind + 900_000)) < 3_000);
    await aws.assumeRole(site(server.url), keys, roleRequest());
    assert.equal(server.requests.length, 3, 'the second call is right at once');
    assert.equal(warned.length, 1);
  });
}

test('still refused after the correction: CLOCK, with the offset', async () => {
  const date = new Date(Date.now() - HOUR).toUTCString();
  const server = await scriptedServer([
    { status: 403, body: stsErrorXml('SignatureDoesNotMatch', EXPIRED), headers: { date } },
  ]);
  const { aws, slept } = testAws();
  await assert.rejects(aws.assumeRole(site(server.url), keys, roleRequest()), {
    code: 'CLOCK',
    message: /the clock of this machine is 1h ahead of that of/,
  });
  assert.equal(server.requests.length, 2);
  assert.deepEqual(slept, []);
});

test('a wrong secret under a right clock is a refusal, and not repeated', async () => {
  const server = await scriptedServer([
    {
      status: 403,
      body: stsErrorXml('SignatureDoesNotMatch', 'The request signature we calculated does not match'),
    },
  ]);
  const { aws, warned } = testAws();
  await assert.rejects(aws.assumeRole(site(server.url), keys, roleRequest()), AwsRefusal);
  assert.equal(server.requests.length, 1);
  assert.deepEqual(warned, []);
});

test('RequestExpired without a Date is CLOCK too', async () => {
  const server = await scriptedServer([
    { status: 400, body: stsErrorXml('RequestExpired', 'Request has expired.'), headers: { date: 'never' } },
  ]);
  const call = testAws().aws.assumeRole(site(server.url), keys, roleRequest());
  await assert.rejects(call, (error) => error instanceof AwscredError && error.code === 'CLOCK');
});

test('an expiry is judged by the corrected clock', async () => {
  // By the local clock, an hour ahead, these have expired; by the server's they last a quarter of an hour.
  const server = await scriptedServer([{ body: assumeRoleXml({ expires: Date.now() + 900_000 }) }]);
  const { aws, warned } = testAws({ ahead: HOUR });
  const got = await aws.assumeRole(site(server.url), keys, roleRequest());
  assert.ok((got.expiresAt ?? 0) > Date.now() + 890_000);
  assert.equal(warned.length, 1);
  assert.ok(Math.abs(aws.clockOffset() + HOUR) < 2_000);
});

test('a few minutes, or an answer from a cache, correct nothing', async () => {
  const late = new Date(Date.now() - 240_000).toUTCString();
  const cached = new Date(Date.now() - HOUR).toUTCString();
  const server = await scriptedServer([
    { body: assumeRoleXml(), headers: { date: late } },
    { body: assumeRoleXml(), headers: { date: cached, age: '3600' } },
  ]);
  const { aws, warned } = testAws();
  await aws.assumeRole(site(server.url), keys, roleRequest());
  await aws.assumeRole(site(server.url), keys, roleRequest());
  assert.equal(aws.clockOffset(), 0);
  assert.deepEqual(warned, []);
});
