import assert from 'node:assert/strict';
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import { writeConfig } from '../../../src/dev-server/config/write-config.ts';
import { connectProxy, type ConnectProxy } from '../../support/network/connect-proxy.ts';
import { DISTANT_HOST, distantAws, type DistantAws } from '../../support/aws/distant-aws.ts';
import { localAws, PRESS_ALLOW } from '../../support/aws/local-aws.ts';
import { needs } from '../../support/process/needs.ts';

const PASSWORD = 'pa55-w0rd/of proxy';
const LOGIN = ['login', 'acme', '--device-code', '--no-browser'];

describe('behind a proxy that inspects TLS', { skip: needs('openssl') }, () => {
  let aws: DistantAws;
  let proxy: ConnectProxy;
  let env: Record<string, string>;

  before(async () => {
    aws = await distantAws();
    proxy = await connectProxy({ leadsTo: aws.server.port, credentials: `jane:${PASSWORD}` });
    aws.sandbox.write('.config/awscred/config.ini', `trusted_endpoints = ${DISTANT_HOST}\n`);
    env = {
      HTTPS_PROXY: `http://jane:${encodeURIComponent(PASSWORD)}@127.0.0.1:${proxy.port}`,
      AWS_CA_BUNDLE: aws.ca.bundle,
    };
  });

  it('signs in and assumes two roles through it, every call by CONNECT', async () => {
    const login = await aws.sandbox.run(LOGIN, { env });
    assert.equal(login.status, 0, login.stderr);
    const who = await aws.sandbox.run(['whoami', 'prod-readonly', '--debug'], { env });
    assert.equal(who.status, 0, who.stderr);
    assert.equal(who.stdout, 'arn:aws:sts::444455556666:assumed-role/ReadOnly/awscred-jane\n');
    assert.ok(proxy.seen.length >= 4);
    assert.deepEqual([...new Set(proxy.seen)], [`CONNECT ${DISTANT_HOST}:8443`]);
    for (const text of [PASSWORD, encodeURIComponent(PASSWORD)]) {
      assert.ok(!(login.stderr + who.stderr).includes(text));
    }
  });

  it('https_proxy and ca_bundle in the profile do as well', async () => {
    const profile = `\n[profile own-bundle]\nregion = eu-west-1\nendpoint_url = ${aws.url}\nca_bundle = ${aws.ca.bundle}\nsource_profile = bastion\nrole_arn = arn:aws:iam::222233334444:role/Hub\n`;
    appendFileSync(join(aws.sandbox.home, '.aws', 'config'), profile);
    const result = await aws.sandbox.run(['process', 'own-bundle'], {
      env: { https_proxy: env['HTTPS_PROXY'] },
    });
    assert.equal(result.status, 0, result.stderr);
  });

  it('without the CA: exit 6 that names issuer and AWS_CA_BUNDLE, and no request', async () => {
    const calls = aws.server.calls.length;
    const result = await aws.sandbox.run(['process', 'prod-readonly', '--refresh'], {
      env: { ...env, AWS_CA_BUNDLE: undefined },
    });
    assert.equal(result.status, 6, result.stderr);
    assert.equal(result.stdout, '');
    assert.match(result.stderr, /Acme Inspection Root/);
    assert.match(result.stderr, /AWS_CA_BUNDLE/);
    assert.equal(aws.server.calls.length, calls);
  });

  it('NODE_TLS_REJECT_UNAUTHORIZED=0 does not help an impostor, and is mentioned once', async () => {
    const calls = aws.server.calls.length;
    const result = await aws.sandbox.run(['process', 'prod-readonly', '--refresh'], {
      env: { ...env, AWS_CA_BUNDLE: undefined, NODE_TLS_REJECT_UNAUTHORIZED: '0' },
    });
    assert.equal(result.status, 6, result.stderr);
    assert.match(result.stderr, /Acme Inspection Root/);
    assert.equal(result.stderr.match(/NODE_TLS_REJECT_UNAUTHORIZED/g)?.length, 1, result.stderr);
    assert.doesNotMatch(result.stderr, /Warning/);
    assert.equal(aws.server.calls.length, calls);
  });

  it('a wrong password: exit 6 that names the proxy and not the password; the call never goes direct', async () => {
    const wrong = { ...env, HTTPS_PROXY: `http://jane:wr0ng-secret@127.0.0.1:${proxy.port}` };
    const result = await aws.sandbox.run(['process', 'prod-readonly', '--refresh', '--debug'], {
      env: wrong,
    });
    assert.equal(result.status, 6, result.stderr);
    assert.ok(result.stderr.includes(`127.0.0.1:${proxy.port}`));
    assert.ok(!result.stderr.includes('wr0ng-secret'));
  });

  it('a malformed proxy variable is exit 2, and not shown', async () => {
    const result = await aws.sandbox.run(['process', 'prod-readonly', '--refresh'], {
      env: { ...env, HTTPS_PROXY: 'socks5://jane:wr0ng-secret@127.0.0.1:1' },
    });
    assert.equal(result.status, 2, result.stderr);
    assert.match(result.stderr, /HTTPS_PROXY/);
    assert.ok(!result.stderr.includes('wr0ng-secret'));
  });

  it('a proxy that is not there: exit 6 that names it', async () => {
    const result = await aws.sandbox.run(['process', 'prod-readonly', '--refresh'], {
      env: { ...env, HTTPS_PROXY: 'http://127.0.0.1:9' },
    });
    assert.equal(result.status, 6, result.stderr);
    assert.match(result.stderr, /proxy 127\.0\.0\.1:9/);
  });
});

describe('loopback never goes through a proxy', () => {
  it('http, whatever the variables say', async () => {
    const aws = await localAws();
    const proxy = await connectProxy({ leadsTo: aws.server.port });
    const address = `http://127.0.0.1:${proxy.port}`;
    const env = { HTTPS_PROXY: address, HTTP_PROXY: address, https_proxy: address, http_proxy: address };
    const login = await aws.sandbox.run(['login', 'acme'], { env: { ...env, BROWSER: PRESS_ALLOW } });
    assert.equal(login.status, 0, login.stderr);
    const result = await aws.sandbox.run(['process', 'prod-readonly'], { env });
    assert.equal(result.status, 0, result.stderr);
    assert.deepEqual(proxy.seen, []);
  });

  it('https, under a CA of its own', { skip: needs('openssl') }, async () => {
    const aws = await distantAws();
    const proxy = await connectProxy({ leadsTo: aws.server.port });
    await writeConfig(join(aws.sandbox.home, '.aws'), aws.server);
    const env = { HTTPS_PROXY: `http://127.0.0.1:${proxy.port}`, AWS_CA_BUNDLE: aws.ca.bundle };
    const login = await aws.sandbox.run(LOGIN, { env });
    assert.equal(login.status, 0, login.stderr);
    assert.deepEqual(proxy.seen, []);
  });
});
