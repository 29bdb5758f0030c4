import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Secret } from '../../../src/core/secret.ts';
import { AwsRefusal } from '../../../src/errors.ts';
import { SECRETS, site, testAws } from '../../support/aws/aws-calls.ts';
import { scriptedServer, type Step } from '../../support/network/scripted-server.ts';

const token = new Secret(SECRETS.accessToken);
const client = { clientId: 'client-1', clientSecret: new Secret('clientSecretValue'), expiresAt: 0 };
const json = (value: unknown, status = 200): Step => ({ status, body: JSON.stringify(value) });

test('GetRoleCredentials: the bearer header, no signature, expiry in milliseconds or seconds', async () => {
  const inAnHour = Date.now() + 3_600_000;
  const answer = (expiration: number): Step =>
    json({
      roleCredentials: {
        accessKeyId: 'ASIAEXAMPLEEXAMPLE02',
        secretAccessKey: 's/1',
        sessionToken: 't==',
        expiration,
      },
    });
  const server = await scriptedServer([
    answer(inAnHour),
    answer(Math.floor(inAnHour / 1000)),
    answer(Date.now() + 100 * 3_600_000),
  ]);
  const { aws, debugged } = testAws();
  const role = { accountId: '111122223333', roleName: "Power+User's @dev" };
  const first = await aws.getRoleCredentials(site(server.url), token, role);
  assert.equal(first.expiresAt, inAnHour);
  assert.equal(first.accountId, '111122223333');
  const second = await aws.getRoleCredentials(site(server.url), token, role);
  assert.equal(second.expiresAt, Math.floor(inAnHour / 1000) * 1000);
  const endless = await aws.getRoleCredentials(site(server.url), token, role);
  assert.ok((endless.expiresAt ?? 0) <= Date.now() + 12 * 3_600_000);
  const [request] = server.requests;
  assert.equal(request?.headers['x-amz-sso_bearer_token'], SECRETS.accessToken);
  assert.equal(request?.headers.authorization, undefined);
  assert.equal(
    request?.path,
    '/federation/credentials?role_name=Power%2BUser%27s%20%40dev&account_id=111122223333',
  );
  assert.ok(!debugged.join('\n').includes(SECRETS.accessToken));
});

test('lists take all pages, and end with a server that repeats itself', async () => {
  const server = await scriptedServer(({ path }) => {
    const next = new URLSearchParams(path.split('?')[1]).get('next_token');
    return next === null
      ? json({
          accountList: [{ accountId: '1', accountName: 'one', emailAddress: 'a@b' }],
          nextToken: 'p/2=',
        })
      : json({ accountList: [{ accountId: '2' }] });
  });
  assert.deepEqual(await testAws().aws.listAccounts(site(server.url), token), [
    { accountId: '1', accountName: 'one', emailAddress: 'a@b' },
    { accountId: '2', accountName: null, emailAddress: null },
  ]);
  assert.deepEqual(
    server.requests.map(({ path }) => path),
    ['/assignment/accounts?max_result=100', '/assignment/accounts?next_token=p%2F2%3D&max_result=100'],
  );
  const loop = await scriptedServer([json({ roleList: [{ roleName: 'A' }], nextToken: 'same' })]);
  await assert.rejects(testAws().aws.listAccountRoles(site(loop.url), token, '1'), { code: 'NETWORK' });
  assert.equal(loop.requests.length, 2);
  const bare = await scriptedServer([json({}), json({ roleList: [{ roleName: 'A' }, { roleName: 'B' }] })]);
  assert.deepEqual(await testAws().aws.listAccountRoles(site(bare.url), token, '1'), ['A', 'B']);
});

test('logout: an empty answer is success, a web page is not', async () => {
  const server = await scriptedServer([{ body: '<html>sign in to the WLAN</html>' }, {}]);
  const { aws, slept } = testAws();
  await aws.logout(site(server.url), token);
  assert.equal(slept.length, 1);
  assert.equal(server.requests[1]?.method, 'POST');
  assert.equal(server.requests[1]?.path, '/logout');
});

test('refusals: header first, then the body, then the status', async () => {
  const rows: readonly (readonly [Step, string, string])[] = [
    [
      {
        status: 401,
        headers: { 'x-amzn-errortype': 'UnauthorizedException:http://x/' },
        body: '{"message":"Session token not found"}',
      },
      'UnauthorizedException',
      'Session token not found',
    ],
    [
      json({ __type: 'com.amazonaws.switchboard.portal#ForbiddenException', message: 'No access' }, 403),
      'ForbiddenException',
      'No access',
    ],
    [json({ message: 'No access' }, 403), 'ForbiddenException', 'No access'],
    [json({ code: 'InvalidRequestException', Message: 'bad' }, 400), 'InvalidRequestException', 'bad'],
    [
      json({ error: 'invalid_request', reason: 'KMS_NotFoundException' }, 400),
      'InvalidRequestException',
      '(KMS_NotFoundException)',
    ],
  ];
  for (const [step, code, message] of rows) {
    const server = await scriptedServer([step]);
    const call = testAws().aws.getRoleCredentials(site(server.url), token, { accountId: '1', roleName: 'r' });
    await assert.rejects(call, (error) => {
      assert.ok(error instanceof AwsRefusal, String(error));
      assert.deepEqual([error.facts.code, error.facts.message], [code, message]);
      return true;
    });
    assert.equal(server.requests.length, 1);
  }
});

test('a token that no header can hold is exit 4, and nothing is sent', async () => {
  const server = await scriptedServer([json({})]);
  const odd = new Secret('two\r\nx-evil: lines');
  const call = testAws().aws.getRoleCredentials(site(server.url), odd, { accountId: '1', roleName: 'r' });
  await assert.rejects(call, { code: 'NEEDS_LOGIN' });
  assert.equal(server.connections(), 0);
});

test('RegisterClient for PKCE and for the device code', async () => {
  const server = await scriptedServer([
    json({ clientId: 'c', clientSecret: 's', clientSecretExpiresAt: 1_900_000_000 }),
  ]);
  const { aws } = testAws();
  const pkce = {
    redirectUri: 'http://127.0.0.1/oauth/callback',
    issuerUrl: 'https://acme.awsapps.com/start',
  };
  const registered = await aws.registerClient(site(server.url), {
    clientName: 'awscred-acme',
    scopes: ['sso:account:access'],
    pkce,
  });
  assert.equal(registered.expiresAt, 1_900_000_000_000);
  await aws.registerClient(site(server.url), { clientName: 'awscred-acme', scopes: [], pkce: null });
  assert.deepEqual(
    server.requests.map(({ path, body }) => [path, JSON.parse(body) as unknown]),
    [
      [
        '/client/register',
        {
          clientName: 'awscred-acme',
          clientType: 'public',
          scopes: ['sso:account:access'],
          redirectUris: ['http://127.0.0.1/oauth/callback'],
          grantTypes: ['authorization_code', 'refresh_token'],
          issuerUrl: 'https://acme.awsapps.com/start',
        },
      ],
      ['/client/register', { clientName: 'awscred-acme', clientType: 'public' }],
    ],
  );
});

test('a device authorization is polled at least every second, for at most 15 minutes', async () => {
  const answer = {
    deviceCode: 'dc',
    userCode: 'WDJB-MJHT',
    verificationUri: 'https://x/device',
    expiresIn: 86_400,
  };
  const server = await scriptedServer([
    json({ ...answer, interval: 0 }),
    json({ ...answer, expiresIn: 600 }),
    json({ ...answer, interval: 999_999, verificationUriComplete: 'https://x/device?user_code=WDJB-MJHT' }),
  ]);
  const { aws } = testAws();
  const start = () =>
    aws.startDeviceAuthorization(site(server.url), client, 'https://acme.awsapps.com/start/#/');
  const [zero, absent, huge] = [await start(), await start(), await start()];
  assert.deepEqual([zero.interval, zero.expiresIn], [1, 900]);
  assert.deepEqual([absent.interval, absent.expiresIn, absent.verificationUriComplete], [5, 600, null]);
  assert.deepEqual(
    [huge.interval, huge.verificationUriComplete],
    [900, 'https://x/device?user_code=WDJB-MJHT'],
  );
  assert.deepEqual(JSON.parse(server.requests[0]?.body ?? ''), {
    clientId: 'client-1',
    clientSecret: 'clientSecretValue',
    startUrl: 'https://acme.awsapps.com/start/#/',
  });
});

test('CreateToken: each grant in its own words, the error field where there is no header', async () => {
  const server = await scriptedServer([
    json({ error: 'authorization_pending', error_description: 'wait for clientSecretValue' }, 400),
    json({ accessToken: 'at', tokenType: 'Bearer', expiresIn: 3600, refreshToken: 'rt' }),
    json({ accessToken: 'at', expiresIn: 3600 }),
  ]);
  const { aws, debugged } = testAws();
  const poll = aws.createToken(site(server.url), client, {
    type: 'device-code',
    deviceCode: new Secret('dcvalue'),
  });
  await assert.rejects(poll, (error) => {
    assert.ok(error instanceof AwsRefusal);
    assert.equal(error.facts.code, 'AuthorizationPendingException');
    assert.equal(error.facts.message, 'wait for [secret]');
    return true;
  });
  const code = await aws.createToken(site(server.url), client, {
    type: 'authorization-code',
    code: new Secret('codevalue'),
    codeVerifier: new Secret('verifiervalue'),
    redirectUri: 'http://127.0.0.1:4711/oauth/callback',
  });
  assert.equal(code.refreshToken?.reveal(), 'rt');
  const refreshed = await aws.createToken(site(server.url), client, {
    type: 'refresh-token',
    refreshToken: new Secret('refreshvalue'),
  });
  assert.equal(refreshed.refreshToken, null);
  const common = { clientId: 'client-1', clientSecret: 'clientSecretValue' };
  assert.deepEqual(
    server.requests.map(({ body }) => JSON.parse(body) as unknown),
    [
      { ...common, grantType: 'urn:ietf:params:oauth:grant-type:device_code', deviceCode: 'dcvalue' },
      {
        ...common,
        grantType: 'authorization_code',
        code: 'codevalue',
        codeVerifier: 'verifiervalue',
        redirectUri: 'http://127.0.0.1:4711/oauth/callback',
      },
      { ...common, grantType: 'refresh_token', refreshToken: 'refreshvalue' },
    ],
  );
  assert.ok(!/value/i.test(debugged.join('\n')), debugged.join('\n'));
});
