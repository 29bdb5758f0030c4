import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AwsRefusal } from '../../../src/errors.ts';
import {
  assumeRoleXml,
  keys,
  roleRequest,
  SECRETS,
  site,
  stsErrorXml,
  testAws,
  withCode,
} from '../../support/aws/aws-calls.ts';
import { scriptedServer } from '../../support/network/scripted-server.ts';

test('sends what was asked for, signed for the region of the site, and nothing else', async () => {
  const server = await scriptedServer([{ body: assumeRoleXml() }]);
  const { aws } = testAws();
  const got = await aws.assumeRole(
    site(server.url, { region: 'ap-southeast-4' }),
    keys,
    roleRequest({
      durationSeconds: 900,
      externalId: 'vendor-42',
      tags: [['team', 'a b']],
      transitiveTags: ['team'],
      sourceIdentity: 'jane',
      policy: '{"Version":"2012-10-17"}',
      policyArns: ['arn:aws:iam::aws:policy/ReadOnlyAccess'],
      ...withCode,
    }),
  );
  const [request] = server.requests;
  assert.deepEqual(Object.fromEntries(new URLSearchParams(request?.body)), {
    Action: 'AssumeRole',
    Version: '2011-06-15',
    RoleArn: 'arn:aws:iam::444455556666:role/ReadOnly',
    RoleSessionName: 'awscred-jane',
    DurationSeconds: '900',
    ExternalId: 'vendor-42',
    'Tags.member.1.Key': 'team',
    'Tags.member.1.Value': 'a b',
    'TransitiveTagKeys.member.1': 'team',
    SourceIdentity: 'jane',
    Policy: '{"Version":"2012-10-17"}',
    'PolicyArns.member.1.arn': 'arn:aws:iam::aws:policy/ReadOnlyAccess',
    SerialNumber: 'arn:aws:iam::111122223333:mfa/jane',
    TokenCode: SECRETS.code,
  });
  assert.match(
    request?.headers.authorization ?? '',
    /\/ap-southeast-4\/sts\/aws4_request, SignedHeaders=.*host;/,
  );
  assert.equal(request?.headers['x-amz-security-token'], SECRETS.sessionToken);
  assert.equal(request?.headers['accept-encoding'], undefined);
  assert.equal(got.accessKeyId, 'ASIAEXAMPLEEXAMPLE01');
  assert.equal(got.secretAccessKey.reveal(), 'new/secret');
  assert.equal(got.sessionToken?.reveal(), 'new+token==');
  assert.equal(got.accountId, '444455556666');
  assert.equal(got.arn, 'arn:aws:sts::444455556666:assumed-role/ReadOnly/awscred-jane');
});

test('parameters that were not asked for are not sent', async () => {
  const server = await scriptedServer([{ body: assumeRoleXml() }]);
  await testAws().aws.assumeRole(site(server.url), keys, roleRequest());
  const names = [...new URLSearchParams(server.requests[0]?.body).keys()];
  assert.deepEqual(names.toSorted(), ['Action', 'RoleArn', 'RoleSessionName', 'Version']);
});

test('an expiry later than asked is cut to what was asked', async () => {
  const server = await scriptedServer([{ body: assumeRoleXml({ expires: Date.now() + 86_400_000 }) }]);
  const before = Date.now();
  const got = await testAws().aws.assumeRole(site(server.url), keys, roleRequest({ durationSeconds: 900 }));
  assert.ok((got.expiresAt ?? 0) >= before + 900_000 && (got.expiresAt ?? 0) <= Date.now() + 900_000);
});

test('credentials that cannot be passed on are refused at once', async () => {
  const odd = [
    { secret: 'two&#10;lines' },
    { secret: 'a blank' },
    { token: 'bell&#7;' },
    { token: 'tökén' },
    { id: 'ASIA$(reboot)EXAMPLE' },
    { id: 'SHORT' },
    { expires: Date.now() - 1000 },
  ];
  for (const fields of odd) {
    const server = await scriptedServer([{ body: assumeRoleXml(fields) }]);
    const call = testAws().aws.assumeRole(site(server.url), keys, roleRequest());
    await assert.rejects(call, { code: 'NETWORK' }, JSON.stringify(fields));
    assert.equal(server.requests.length, 1, JSON.stringify(fields));
  }
});

test('a refusal keeps AWS words, without what was sent', async () => {
  const message = `The Canonical String should have been 'x-amz-security-token:${SECRETS.sessionToken}' ${SECRETS.code}`;
  const server = await scriptedServer([
    { status: 403, body: stsErrorXml('AccessDenied', message), headers: { 'x-amzn-requestid': 'req-7' } },
  ]);
  const { aws, debugged } = testAws();
  await assert.rejects(aws.assumeRole(site(server.url), keys, roleRequest(withCode)), (error) => {
    assert.ok(error instanceof AwsRefusal);
    assert.equal(error.facts.code, 'AccessDenied');
    assert.equal(error.facts.status, 403);
    assert.equal(error.facts.requestId, 'req-7');
    assert.match(
      error.facts.message,
      /^The Canonical String should have been 'x-amz-security-token:\[secret\]' \[secret\]$/,
    );
    return true;
  });
  assert.match(debugged.join('\n'), /sts AssumeRole at 127\.0\.0\.1:\d+, try 1: 403 .*req-7, AccessDenied: /);
  for (const secret of Object.values(SECRETS)) {
    assert.ok(!debugged.join('\n').includes(secret));
  }
});

test('codes are AWS own: modelled, unmodelled, and those whose name differs from the code', async () => {
  for (const code of [
    'ExpiredToken',
    'ExpiredTokenException',
    'InvalidClientTokenId',
    'PackedPolicyTooLarge',
    'Made.Up',
  ]) {
    const server = await scriptedServer([{ status: 400, body: stsErrorXml(code, 'words') }]);
    await assert.rejects(testAws().aws.assumeRole(site(server.url), keys, roleRequest()), (error) => {
      assert.ok(error instanceof AwsRefusal, String(error));
      assert.equal(error.facts.code, code);
      assert.equal(error.facts.message, 'words');
      assert.equal(error.facts.requestId, 'req-9');
      return true;
    });
    assert.equal(server.requests.length, 1);
  }
});

test('GetSessionToken and GetCallerIdentity', async () => {
  const session = assumeRoleXml().replaceAll('AssumeRole', 'GetSessionToken');
  const identity = `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>
    <Arn>arn:aws:iam::111122223333:user/jane</Arn><UserId>AIDA</UserId><Account>111122223333</Account>
    </GetCallerIdentityResult></GetCallerIdentityResponse>`;
  const server = await scriptedServer(({ body }) => ({
    body: body.includes('GetCallerIdentity') ? identity : session,
  }));
  const { aws } = testAws();
  const got = await aws.getSessionToken(site(server.url), keys, { durationSeconds: 43_200, ...withCode });
  assert.equal(got.accessKeyId, 'ASIAEXAMPLEEXAMPLE01');
  assert.match(server.requests[0]?.body ?? '', /TokenCode=918273/);
  assert.deepEqual(await aws.getCallerIdentity(site(server.url), keys), {
    accountId: '111122223333',
    arn: 'arn:aws:iam::111122223333:user/jane',
    userId: 'AIDA',
  });
});
