import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { describe, it } from 'node:test';
import { text } from 'node:stream/consumers';
import { awsCliEnvironment } from '../support/aws/aws-cli.ts';
import { needs } from '../support/process/needs.ts';
import { tempFolder } from '../support/files/temp-folder.ts';
import { get, postJson, type RawAnswer, send } from './support/raw-http.ts';
import { handClock, withServer } from './support/with-server.ts';

const clock = handClock();
const server = await withServer({ now: clock.now });

const TTL = 'x-aws-ec2-metadata-token-ttl-seconds';
const ROLES = '/latest/meta-data/iam/security-credentials/';
const POD = { authorization: 'example-pod-token' };

const put = async (headers: Record<string, string>): Promise<RawAnswer> =>
  send(server.url, { method: 'PUT', path: '/latest/api/token', headers });
const token = async (seconds = '60'): Promise<Record<string, string>> => ({
  'x-aws-ec2-metadata-token': (await put({ [TTL]: seconds })).body,
});

describe('the metadata service', () => {
  it('gives a token for 1 to 21,600 seconds, and to no proxy', async () => {
    for (const [headers, status] of [
      [{ [TTL]: '21600' }, 200],
      [{ [TTL]: '1' }, 200],
      [{}, 400],
      [{ [TTL]: '0' }, 400],
      [{ [TTL]: '21601' }, 400],
      [{ [TTL]: 'six' }, 400],
      [{ [TTL]: '60', 'x-forwarded-for': '10.0.0.1' }, 403],
    ] as const) {
      assert.equal((await put({ ...headers })).status, status, JSON.stringify(headers));
    }
    assert.equal((await get(server.url, '/latest/api/token')).status, 405);
  });

  it('answers nobody without a token that is its own and still lives', async () => {
    assert.equal((await get(server.url, ROLES)).status, 401);
    assert.equal((await get(server.url, ROLES, { 'x-aws-ec2-metadata-token': 'AQAEx' })).status, 401);
    const mine = await token('60');
    assert.equal((await get(server.url, ROLES, mine)).body, 'Hub');
    clock.move(61_000);
    assert.equal((await get(server.url, ROLES, mine)).status, 401);
  });

  it('answers without one only where v1 is on', async () => {
    assert.equal((await postJson(server.url, '/_dev/imds', { v1: true })).status, 200);
    assert.equal((await get(server.url, ROLES)).status, 200);
    assert.equal((await get(server.url, ROLES, { 'x-aws-ec2-metadata-token': 'AQAEx' })).status, 401);
    await postJson(server.url, '/_dev/imds', { v1: false });
    assert.equal((await get(server.url, ROLES)).status, 401);
  });

  it('gives the same credentials until shortly before they expire', async () => {
    const ask = async (): Promise<Record<string, string>> =>
      JSON.parse((await get(server.url, `${ROLES}Hub`, await token())).body) as Record<string, string>;
    const first = await ask();
    assert.deepEqual([first['Code'], first['Type']], ['Success', 'AWS-HMAC']);
    assert.equal((await ask())['AccessKeyId'], first['AccessKeyId']);
    clock.move(6 * 3_600_000 - 60_000);
    assert.notEqual((await ask())['AccessKeyId'], first['AccessKeyId']);
    assert.equal((await get(server.url, `${ROLES}Other`, await token())).status, 404);
    assert.equal((await get(server.url, ROLES.slice(0, -1), await token())).status, 301);
  });

  it('has faults in its own form', async () => {
    server.fail({ service: 'imds', operation: 'GetToken', how: { kind: 'status', status: 503 } });
    const failed = await put({ [TTL]: '60' });
    assert.deepEqual([failed.status, failed.body.includes('<title>503</title>')], [503, true]);
    server.fail({ service: 'imds', operation: 'ListRoles', how: { kind: 'expired' } });
    assert.equal((await get(server.url, ROLES, await token())).status, 401);
  });
});

describe('the container endpoints', () => {
  const code = ({ status, body }: RawAnswer): unknown => [
    status,
    (JSON.parse(body) as { code?: string }).code ?? null,
  ];

  it('of EKS wants the token and nothing around it', async () => {
    assert.deepEqual(code(await get(server.url, '/v1/credentials', POD)), [200, null]);
    assert.deepEqual(code(await get(server.url, '/v1/credentials')), [400, 'InvalidRequestException']);
    for (const authorization of ['other', `Bearer ${POD.authorization}`]) {
      const refused = await get(server.url, '/v1/credentials', { authorization });
      assert.deepEqual(code(refused), [401, 'InvalidTokenException']);
    }
    const posted = await send(server.url, { method: 'POST', path: '/v1/credentials', headers: POD });
    assert.equal(posted.status, 405);
  });

  it('of ECS knows one id', async () => {
    const answer = await get(server.url, '/v2/credentials/example-task');
    const { Token, RoleArn } = JSON.parse(answer.body) as Record<string, string>;
    assert.deepEqual([answer.status, RoleArn], [200, 'arn:aws:iam::222233334444:role/Hub']);
    assert.ok(Token);
    const other = await get(server.url, '/v2/credentials/other');
    assert.deepEqual(code(other), [400, 'InvalidIdInRequest']);
  });

  it('live as long as they are told, and refuse as they do', async () => {
    await postJson(server.url, '/_dev/machine-life', { seconds: 600 });
    const { body } = await get(server.url, '/v1/credentials', POD);
    const { Expiration } = JSON.parse(body) as { Expiration: string };
    assert.equal(Date.parse(Expiration) - clock.now() <= 600_000, true);
    server.fail({ service: 'container', how: { kind: 'expired' } });
    assert.equal((await get(server.url, '/v1/credentials', POD)).status, 401);
  });

  it('are absent in a world without them', async () => {
    const bare = await withServer({ world: {} });
    assert.equal((await get(bare.url, '/v1/credentials', POD)).status, 404);
    const headers = { [TTL]: '60' };
    const { body } = await send(bare.url, { method: 'PUT', path: '/latest/api/token', headers });
    assert.equal((await get(bare.url, ROLES, { 'x-aws-ec2-metadata-token': body })).status, 404);
  });
});

describe('boto3 on such a machine', { skip: needs('/usr/bin/python3') }, () => {
  const who = 'import boto3; print(boto3.client("sts").get_caller_identity()["Arn"])';

  async function identity(own: (url: string) => Record<string, string>): Promise<string> {
    const { url } = await withServer();
    const env = { ...awsCliEnvironment(url, tempFolder()), AWS_EC2_METADATA_DISABLED: 'false', ...own(url) };
    const child = spawn('/usr/bin/python3', ['-c', who], { env, stdio: ['ignore', 'pipe', 'pipe'] });
    const [out, error] = await Promise.all([text(child.stdout), text(child.stderr)]);
    assert.equal(error, '');
    return out.trim();
  }

  it('is the instance’s role', async () => {
    const arn = await identity((url) => ({ AWS_EC2_METADATA_SERVICE_ENDPOINT: url }));
    assert.equal(arn, 'arn:aws:sts::222233334444:assumed-role/Hub/i-0abc123def4567890');
  });

  it('is the container’s role', async () => {
    const arn = await identity((url) => ({
      AWS_CONTAINER_CREDENTIALS_FULL_URI: `${url}/v1/credentials`,
      AWS_CONTAINER_AUTHORIZATION_TOKEN: POD.authorization,
    }));
    assert.equal(arn, 'arn:aws:sts::222233334444:assumed-role/Hub/task-0123456789abcdef');
  });
});
