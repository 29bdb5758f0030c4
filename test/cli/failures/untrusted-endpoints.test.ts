import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { connectProxy, type ConnectProxy } from '../../support/network/connect-proxy.ts';
import { ALLOW, headlessAws, type HeadlessAws } from '../../support/aws/headless-aws.ts';
import { scriptedServer, type ScriptedServer } from '../../support/network/scripted-server.ts';
import type { HeadlessResult } from '../../support/headless.ts';

/** Whatever is sent to another machine would have to go through this proxy, and arrive at this listener. */
describe('a config that points elsewhere gets no bearer secret', () => {
  let aws: HeadlessAws;
  let listener: ScriptedServer;
  let proxy: ConnectProxy;
  let original: string;

  before(async () => {
    aws = await headlessAws();
    listener = await scriptedServer([{ status: 200, body: '{}' }]);
    proxy = await connectProxy({ leadsTo: listener.port });
    const login = await aws.sandbox.run(['login', 'acme'], { env: { BROWSER: ALLOW } });
    assert.equal(login.status, 0, login.stderr);
    original = aws.sandbox.read('.aws/config');
  });

  async function pointedTo(endpoint: string, env: Record<string, string> = {}): Promise<HeadlessResult> {
    aws.sandbox.write('.aws/config', original.replaceAll(aws.server.url, endpoint));
    return run(['process', 'bastion'], env);
  }

  async function run(args: readonly string[], env: Record<string, string> = {}): Promise<HeadlessResult> {
    const address = `http://127.0.0.1:${proxy.port}`;
    return aws.sandbox.run(args, { env: { HTTPS_PROXY: address, HTTP_PROXY: address, ...env } });
  }

  function refusedUnsent(result: HeadlessResult): void {
    assert.equal(result.status, 2, result.stderr);
    assert.equal(result.stdout, '');
    assert.match(result.stderr, /nothing was sent/);
    assert.deepEqual(proxy.seen, []);
    assert.equal(listener.connections(), 0);
  }

  for (const endpoint of [
    'https://sso.test.example',
    'https://portal.sso.eu-west-1.amazonaws.com.test.example',
    'https://evil.amazonaws.com',
    'https://portal.sso.eu-west-1.amazonaws.com:8443',
  ]) {
    it(`endpoint_url = ${endpoint}: exit 2 with file:line, nothing sent`, async () => {
      const result = await pointedTo(endpoint);
      refusedUnsent(result);
      assert.match(result.stderr, /~\/\.aws\/config:\d+/);
      for (const args of [
        ['login', 'acme'],
        ['process', 'prod-readonly'],
        ['login', 'bastion'],
      ]) {
        refusedUnsent(await run(args, { BROWSER: ALLOW }));
      }
    });
  }

  for (const variable of ['AWS_ENDPOINT_URL', 'AWS_ENDPOINT_URL_SSO', 'AWS_ENDPOINT_URL_SSO_OIDC']) {
    it(`${variable} alone sends nothing to a new host either`, async () => {
      aws.sandbox.write('.aws/config', original);
      const result = await run(['process', 'bastion'], { [variable]: 'https://sso.test.example' });
      refusedUnsent(result);
      assert.ok(result.stderr.includes(variable));
    });
  }

  it('no variable loosens it', async () => {
    aws.sandbox.write('.aws/config', original.replaceAll(aws.server.url, 'https://sso.test.example'));
    refusedUnsent(await run(['process', 'bastion'], { AWSCRED_TRUSTED_ENDPOINTS: 'sso.test.example' }));
  });

  for (const profile of ['bastion', 'ci-user-role']) {
    it(`plain http to another machine is exit 2 for ${profile}`, async () => {
      const role = `\n[profile ci-user-role]\nrole_arn = arn:aws:iam::111122223333:role/R\nsource_profile = ci-user\nregion = eu-west-1\nendpoint_url = http://aws.test.example\n`;
      aws.sandbox.write('.aws/config', original.replaceAll(aws.server.url, 'http://aws.test.example') + role);
      refusedUnsent(await run(['process', profile]));
      refusedUnsent(await run(['process', profile], { AWSCRED_PLAIN_HTTP: 'aws.test.example' }));
    });
  }

  it('our own token stays with the origin that issued it: on another loopback port there is none', async () => {
    const result = await pointedTo(listener.url);
    assert.equal(result.status, 4, result.stderr);
    assert.match(result.stderr, /awscred login acme/);
    assert.equal(listener.connections(), 0);
    assert.deepEqual(proxy.seen, []);
  });

  it('a redirect is not followed with a secret: exit 6', async () => {
    aws.sandbox.write('.aws/config', original);
    aws.server.fail({
      operation: 'GetRoleCredentials',
      how: { kind: 'status', status: 302, headers: { Location: `${listener.url}/federation/credentials` } },
    });
    const result = await run(['process', 'bastion']);
    assert.equal(result.status, 6, result.stderr);
    assert.equal(listener.connections(), 0);
    assert.equal(aws.count('GetRoleCredentials'), 1);
  });

  it('and back at the old endpoint everything is as it was', async () => {
    aws.sandbox.write('.aws/config', original);
    const result = await run(['process', 'bastion']);
    assert.equal(result.status, 0, result.stderr);
    assert.deepEqual(proxy.seen, []);
  });

  it('logout forgets the token here, and sends it nowhere', async () => {
    aws.sandbox.write('.aws/config', original.replaceAll(aws.server.url, 'https://sso.test.example'));
    const out = await run(['logout', 'acme']);
    assert.equal(out.status, 0, out.stderr);
    assert.deepEqual(proxy.seen, []);
    aws.sandbox.write('.aws/config', original);
    assert.equal((await run(['process', 'bastion', '--refresh'])).status, 4);
  });
});
