import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { paginateListAccounts, SSOClient } from '@aws-sdk/client-sso';
import type { JsonObject } from '../support/json-object.ts';
import { readJson, signIn } from '../support/oidc-calls.ts';
import { get, send } from '../support/raw-http.ts';
import { sts, stsClient } from '../support/sts-client.ts';
import { withServer } from '../support/with-server.ts';

const server = await withServer({ pageSize: 3 });
const { tokens } = await signIn(server);
const bearer = { 'x-amz-sso_bearer_token': String(tokens['accessToken']) };

async function ask(path: string, headers: Record<string, string> = bearer) {
  return readJson(await get(server.url, path, headers));
}

function credentialsPath(account: string, role: string): string {
  return `/federation/credentials?role_name=${role}&account_id=${account}`;
}

describe('the portal', () => {
  it('pages through the accounts', async () => {
    const first = await ask('/assignment/accounts');
    assert.equal((first.json['accountList'] as unknown[]).length, 3);
    const token = encodeURIComponent(String(first.json['nextToken']));
    const second = await ask(`/assignment/accounts?next_token=${token}`);
    const names = (second.json['accountList'] as JsonObject[]).map((account) => account['accountName']);
    assert.deepEqual([names, second.json['nextToken']], [['acme-deploy'], null]);
    const all = await ask('/assignment/accounts?max_result=100');
    assert.equal((all.json['accountList'] as unknown[]).length, 4);
  });

  it("is paged through by the SDK's own paginator", async () => {
    const client = new SSOClient({ region: 'eu-west-1', endpoint: server.url, maxAttempts: 1 });
    const names: (string | undefined)[] = [];
    for await (const page of paginateListAccounts(
      { client, pageSize: 1 },
      { accessToken: String(tokens['accessToken']) },
    )) {
      names.push(...(page.accountList ?? []).map((account) => account.accountName));
    }
    assert.deepEqual(names, ['acme-bastion', 'acme-hub', 'acme-prod', 'acme-deploy']);
  });

  it('lists the roles of an account', async () => {
    const { json } = await ask('/assignment/roles?account_id=444455556666&max_result=1');
    assert.deepEqual(json['roleList'], [{ roleName: 'ReadOnly', accountId: '444455556666' }]);
    const token = encodeURIComponent(String(json['nextToken']));
    const rest = await ask(`/assignment/roles?account_id=444455556666&next_token=${token}`);
    assert.deepEqual(rest.json['roleList'], [{ roleName: 'PowerUser', accountId: '444455556666' }]);
    const elsewhere = await ask(`/assignment/roles?account_id=222233334444&next_token=${token}`);
    assert.equal(elsewhere.refusal, 'InvalidRequestException');
  });

  it('gives credentials that are the SSO role, with the expiry in milliseconds', async () => {
    const { json } = await ask(credentialsPath('111122223333', 'PowerUser'));
    const role = json['roleCredentials'] as Record<string, string>;
    const lasts = Number(role['expiration']) - Date.now();
    assert.ok(Math.abs(lasts - 3_600_000) < 5000, String(lasts));
    const { accessKeyId = '', secretAccessKey = '', sessionToken = '' } = role;
    const client = stsClient(server, { accessKeyId, secretAccessKey, sessionToken });
    const { Arn } = await client.send(new sts.GetCallerIdentityCommand({}));
    assert.match(
      Arn ?? '',
      /^arn:aws:sts::111122223333:assumed-role\/AWSReservedSSO_PowerUser_[0-9a-f]{16}\/jane$/,
    );
    const hub = new sts.AssumeRoleCommand({
      RoleArn: 'arn:aws:iam::222233334444:role/Hub',
      RoleSessionName: 'me',
    });
    assert.equal(
      (await client.send(hub)).AssumedRoleUser?.Arn,
      'arn:aws:sts::222233334444:assumed-role/Hub/me',
    );
    assert.equal(server.calls.at(-1)?.principal, Arn);
  });

  const refused: readonly [string, string, number, string][] = [
    ['a role that is not assigned', credentialsPath('111122223333', 'ReadOnly'), 403, 'ForbiddenException'],
    ['a role in another case', credentialsPath('111122223333', 'poweruser'), 403, 'ForbiddenException'],
    ['an account that is not there', credentialsPath('999999999999', 'PowerUser'), 403, 'ForbiddenException'],
    [
      'the roles of an account that is not there',
      '/assignment/roles?account_id=999999999999',
      404,
      'ResourceNotFoundException',
    ],
    ['no role', '/federation/credentials?account_id=111122223333', 400, 'InvalidRequestException'],
    ['a page of none', '/assignment/accounts?max_result=0', 400, 'InvalidRequestException'],
    ['a page of 101', '/assignment/accounts?max_result=101', 400, 'InvalidRequestException'],
    ['a made-up token', '/assignment/accounts?next_token=abc', 400, 'InvalidRequestException'],
  ];
  for (const [name, path, status, refusal] of refused) {
    it(`refuses ${name}`, async () => {
      const answer = await ask(path);
      assert.deepEqual([answer.status, answer.refusal], [status, refusal]);
      assert.equal(typeof answer.json['message'], 'string');
    });
  }

  it('wants a good bearer', async () => {
    for (const headers of [{}, { 'x-amz-sso_bearer_token': 'x' }, { authorization: 'Bearer x' }]) {
      const answer = await ask('/assignment/accounts', headers);
      assert.deepEqual([answer.status, answer.refusal], [401, 'UnauthorizedException']);
    }
  });

  it('is closed to a token of another scope', async () => {
    const other = await signIn(server, { scopes: ['codewhisperer:completions'] });
    const headers = { 'x-amz-sso_bearer_token': String(other.tokens['accessToken']) };
    assert.equal((await ask('/assignment/accounts', headers)).status, 403);
  });

  it('ends the session at logout', async () => {
    const own = await signIn(server);
    const headers = { 'x-amz-sso_bearer_token': String(own.tokens['accessToken']) };
    const logout = () => send(server.url, { method: 'POST', path: '/logout', headers });
    assert.deepEqual([(await logout()).status, (await logout()).status], [200, 401]);
    assert.equal((await ask('/assignment/accounts')).status, 200);
  });
});
