import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { test } from 'node:test';
import type { Lookup } from '../../../src/adapters/http/name-lookup.ts';
import { AwscredError } from '../../../src/errors.ts';
import { assumeRoleXml, keys, roleRequest, SECRETS, site, testAws } from '../../support/aws/aws-calls.ts';
import { connectProxy } from '../../support/network/connect-proxy.ts';
import { needs } from '../../support/process/needs.ts';
import { privateCa } from '../../support/network/private-ca.ts';
import { scriptedServer } from '../../support/network/scripted-server.ts';
import { tempFolder } from '../../support/files/temp-folder.ts';

const HOST = 'sts.eu-west-1.amazonaws.test';
const STS = `https://${HOST}`;
const skip = needs('openssl');
const resolvesTo =
  (...addresses: readonly string[]): Lookup =>
  () =>
    Promise.resolve(addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })));

/** A server that stands for AWS, behind a CA of its own, and what a failing call says about it. */
async function privateAws() {
  const ca = privateCa('Corp Inspection Root');
  const server = await scriptedServer([{ body: assumeRoleXml() }], { tls: ca.issue(`DNS:${HOST}`) });
  return { ca, server };
}

async function failure(call: Promise<unknown>): Promise<AwscredError> {
  return call.then(
    () => assert.fail('it worked'),
    (error: unknown) => (error instanceof AwscredError ? error : assert.fail(String(error))),
  );
}

test('through a proxy with a password to a server behind a private CA', { skip }, async () => {
  const { ca, server } = await privateAws();
  const proxy = await connectProxy({ credentials: 'jane:p@ss', leadsTo: server.port });
  const variables = { HTTPS_PROXY: `http://jane:p%40ss@127.0.0.1:${proxy.port}` };
  const { aws } = testAws({ variables });
  const got = await aws.assumeRole(site(STS, { caBundle: ca.bundle }), keys, roleRequest());
  assert.equal(got.accessKeyId, 'ASIAEXAMPLEEXAMPLE01');
  assert.deepEqual(proxy.seen, [`CONNECT ${HOST}:443`]);
  assert.equal(server.requests[0]?.headers.host, HOST);
  assert.equal(server.requests[0]?.headers['proxy-authorization'], undefined);
});

test('NODE_EXTRA_CA_CERTS counts where no bundle is set', { skip }, async () => {
  const { ca, server } = await privateAws();
  const proxy = await connectProxy({ leadsTo: server.port });
  const variables = { https_proxy: `127.0.0.1:${proxy.port}`, NODE_EXTRA_CA_CERTS: ca.bundle };
  await testAws({ variables }).aws.assumeRole(site(STS), keys, roleRequest());
  // A relative one would be a file of the current folder.
  const relativePath = { ...variables, NODE_EXTRA_CA_CERTS: relative(process.cwd(), ca.bundle) };
  const fromFolder = testAws({ variables: relativePath }).aws.assumeRole(site(STS), keys, roleRequest());
  assert.equal((await failure(fromFolder)).code, 'UNTRUSTED_CERTIFICATE');
  const other = privateCa('Another');
  const alone = testAws({ variables }).aws.assumeRole(
    site(STS, { caBundle: other.bundle }),
    keys,
    roleRequest(),
  );
  assert.equal((await failure(alone)).code, 'UNTRUSTED_CERTIFICATE');
});

test('without the CA: exit 6 with issuer and AWS_CA_BUNDLE, and nothing sent', { skip }, async () => {
  const { server } = await privateAws();
  const proxy = await connectProxy({ leadsTo: server.port });
  const { aws, warned } = testAws({
    variables: { HTTPS_PROXY: `http://127.0.0.1:${proxy.port}`, NODE_TLS_REJECT_UNAUTHORIZED: '0' },
  });
  const before = process.env['NODE_TLS_REJECT_UNAUTHORIZED'];
  process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = '0';
  try {
    const error = await failure(aws.assumeRole(site(STS), keys, roleRequest()));
    assert.equal(error.code, 'UNTRUSTED_CERTIFICATE');
    assert.match(
      error.message,
      /sts\.eu-west-1\.amazonaws\.test: its certificate is not signed .*CN=Corp Inspection Root/,
    );
    assert.match(error.hints.join('\n'), /AWS_CA_BUNDLE/);
    await failure(aws.assumeRole(site(STS), keys, roleRequest()));
    assert.equal(process.env['NODE_TLS_REJECT_UNAUTHORIZED'], '0', 'children still have it');
  } finally {
    delete process.env['NODE_TLS_REJECT_UNAUTHORIZED'];
    Object.assign(process.env, before === undefined ? {} : { NODE_TLS_REJECT_UNAUTHORIZED: before });
  }
  assert.deepEqual(warned, ['NODE_TLS_REJECT_UNAUTHORIZED=0 is ignored: certificates are still verified']);
  assert.deepEqual(server.requests, []);
});

test('a certificate for another host, by the right CA', { skip }, async () => {
  const ca = privateCa('Corp Inspection Root');
  const server = await scriptedServer([{ body: assumeRoleXml() }], { tls: ca.issue('DNS:other.test') });
  const call = testAws().aws.assumeRole(site(server.url, { caBundle: ca.bundle }), keys, roleRequest());
  const error = await failure(call);
  assert.equal(error.code, 'UNTRUSTED_CERTIFICATE');
  assert.match(error.message, /for another host .*CN=Corp Inspection Root/);
  assert.deepEqual(server.requests, []);
});

test('a bundle that cannot be used is exit 2 naming the path', { skip }, async () => {
  const { server } = await privateAws();
  const noCertificate = join(tempFolder(), 'empty.pem');
  writeFileSync(noCertificate, 'garbage');
  for (const [caBundle, words] of [
    ['/nonexistent/ca.pem', /cannot read the CA bundle \/nonexistent\/ca\.pem \(ENOENT\)/],
    ['/', /cannot read the CA bundle \/ \(EISDIR\)/],
    [noCertificate, /holds no PEM certificate/],
  ] as const) {
    const error = await failure(
      testAws().aws.assumeRole(site(server.url, { caBundle }), keys, roleRequest()),
    );
    assert.equal(error.code, 'CONFIG');
    assert.match(error.message, words);
  }
});

test('an https proxy is verified too, and then carries the call', { skip }, async () => {
  const { ca, server } = await privateAws();
  const proxy = await connectProxy({ leadsTo: server.port, tls: ca.issue('DNS:proxy.test') });
  const variables = { HTTPS_PROXY: `https://proxy.test:${proxy.port}` };
  const lookup = resolvesTo('127.0.0.1');
  const { aws } = testAws({ variables, lookup });
  await aws.assumeRole(site(STS, { caBundle: ca.bundle }), keys, roleRequest());
  assert.deepEqual(proxy.seen, [`CONNECT ${HOST}:443`]);
  const error = await failure(testAws({ variables, lookup }).aws.assumeRole(site(STS), keys, roleRequest()));
  assert.equal(error.code, 'UNTRUSTED_CERTIFICATE');
  assert.match(error.message, /the proxy proxy\.test:\d+: its certificate .*Corp Inspection Root/);
  assert.equal(proxy.seen.length, 1);
});

test('a proxy that fails: exit 6 with its host and port, without its password, never direct', async () => {
  const server = await scriptedServer([{ body: assumeRoleXml() }]);
  const cases = [
    [{ credentials: 'jane:other', leadsTo: server.port }, /refused the user or password \(407\)/, 1],
    [{ refuses: 403, leadsTo: server.port }, /refused the connection \(403\)/, 1],
    [{ refuses: 302, leadsTo: server.port }, /refused the connection \(302\)/, 1],
    [{ refuses: 502, leadsTo: server.port }, /cannot get through \(502\)/, 4],
    [{ silent: true, leadsTo: server.port }, /does not answer/, 4],
  ] as const;
  for (const [options, words, tries] of cases) {
    const proxy = await connectProxy(options);
    const variables = { HTTPS_PROXY: `http://jane:hunter2@127.0.0.1:${proxy.port}` };
    // On a busy machine a proxy that does answer takes its time: only the silent one is given up soon.
    const patience = 'silent' in options ? 400 : 20_000;
    const { aws, debugged } = testAws({
      variables,
      limits: { connectMs: patience, idleMs: patience },
      lookup: resolvesTo('127.0.0.1'),
    });
    const error = await failure(aws.assumeRole(site(STS), keys, roleRequest()));
    assert.equal(error.code, 'NETWORK');
    assert.match(error.message, words);
    assert.ok(error.message.includes(`127.0.0.1:${proxy.port}`));
    const all = [error.message, ...error.hints, ...debugged].join('\n');
    assert.ok(!all.includes('hunter2') && !all.includes(Buffer.from('jane:hunter2').toString('base64')));
    assert.equal(proxy.seen.length, tries);
  }
  const dead = testAws({ variables: { HTTPS_PROXY: 'http://127.0.0.1:1' } });
  const error = await failure(dead.aws.assumeRole(site(STS), keys, roleRequest()));
  assert.match(error.message, /through the proxy 127\.0\.0\.1:1: connection refused/);
  assert.deepEqual(server.requests, []);
});

test('loopback never goes through a proxy', async () => {
  const server = await scriptedServer([{ body: assumeRoleXml() }]);
  const proxy = await connectProxy({ leadsTo: server.port });
  const address = `http://127.0.0.1:${proxy.port}`;
  const variables = { HTTPS_PROXY: address, HTTP_PROXY: address, http_proxy: address };
  const { aws } = testAws({ variables });
  await aws.assumeRole(site(server.url), keys, roleRequest());
  await aws.assumeRole(site(`http://localhost:${server.port}`), keys, roleRequest());
  // A name of its own for loopback: the address decides.
  const named = testAws({ variables, lookup: resolvesTo('127.0.0.1') });
  await named.aws.assumeRole(site(`http://aws.test:${server.port}`), keys, roleRequest());
  assert.equal(server.requests.length, 3);
  assert.deepEqual(proxy.seen, []);
});

test('plain http to anything that is not this machine: exit 2, nothing sent, no connection', async () => {
  const server = await scriptedServer([{ body: assumeRoleXml() }]);
  const notLocal: readonly (readonly [string, Lookup])[] = [
    ['http://sts.example.test', resolvesTo('192.0.2.7')],
    // A name that was loopback a moment ago, and one that is both.
    ['http://localhost', resolvesTo('192.0.2.7')],
    [`http://rebound.test:${server.port}`, resolvesTo('127.0.0.1', '192.0.2.7')],
    ['http://192.0.2.7', resolvesTo('127.0.0.1')],
    ['http://[2001:db8::1]:80', resolvesTo('127.0.0.1')],
    [`http://0.0.0.0:${server.port}`, resolvesTo('127.0.0.1')],
    ['http://nowhere.test', () => Promise.reject(Object.assign(new Error('x'), { code: 'ENOTFOUND' }))],
  ];
  for (const [endpoint, lookup] of notLocal) {
    const { aws, slept } = testAws({ lookup });
    const error = await failure(aws.assumeRole(site(endpoint), keys, roleRequest()));
    assert.equal(error.code, 'UNTRUSTED_ENDPOINT', endpoint);
    assert.match(error.message, /plain http.*set in ~\/\.aws\/config:12\); nothing was sent/, endpoint);
    assert.deepEqual([error.file, error.line], ['/home/jane/.aws/config', 12]);
    assert.deepEqual(slept, []);
  }
  assert.equal(server.connections(), 0);
});

test('a name that says loopback must lead there over https too', async () => {
  const server = await scriptedServer([{ body: assumeRoleXml() }]);
  for (const host of ['localhost', 'aws.localhost']) {
    const { aws } = testAws({ lookup: resolvesTo('127.0.0.1', '192.0.2.7') });
    const call = aws.assumeRole(site(`https://${host}:${server.port}`), keys, roleRequest());
    const error = await failure(call);
    assert.equal(error.code, 'UNTRUSTED_ENDPOINT');
    assert.match(error.message, /does not lead to this machine.*nothing was sent/);
  }
  assert.equal(server.connections(), 0);
});

test('plain http to a listed host, directly and through a proxy', async () => {
  const server = await scriptedServer([{ body: assumeRoleXml() }]);
  const endpoint = `http://Emulator.test:${server.port}/base`;
  const listed = { plainHttp: ['emulator.test'], lookup: resolvesTo('127.0.0.1') };
  await testAws(listed).aws.assumeRole(site(endpoint), keys, roleRequest());
  const proxy = await connectProxy({ credentials: 'jane:p', leadsTo: server.port });
  const variables = { HTTP_PROXY: `http://jane:p@127.0.0.1:${proxy.port}` };
  await testAws({ ...listed, variables }).aws.assumeRole(site(endpoint), keys, roleRequest());
  assert.deepEqual(proxy.seen, [`POST http://emulator.test:${server.port}/base/`]);
  assert.deepEqual(
    server.requests.map(({ path }) => path),
    ['/base/', '/base/'],
  );
  const wrong = { HTTP_PROXY: `http://jane:bad@127.0.0.1:${proxy.port}` };
  const error = await failure(
    testAws({ ...listed, variables: wrong }).aws.assumeRole(site(endpoint), keys, roleRequest()),
  );
  assert.match(error.message, /refused the user or password \(407\)/);
});

test('a name that does not resolve, or whose name server is silent, is given up', async () => {
  const gone: Lookup = () => Promise.reject(Object.assign(new Error('x'), { code: 'ENOTFOUND' }));
  const unknown = testAws({ lookup: gone });
  const error = await failure(unknown.aws.assumeRole(site(STS, { override: null }), keys, roleRequest()));
  assert.match(
    error.message,
    /^cannot reach sts\.eu-west-1\.amazonaws\.test: the name does not resolve \(1 try, 0s; no proxy set\)$/,
  );
  assert.deepEqual(error.hints, ['is the VPN up? behind a proxy: export HTTPS_PROXY=http://HOST:PORT']);
  const busy: Lookup = () => Promise.reject(Object.assign(new Error('x'), { code: 'EAI_AGAIN' }));
  const again = testAws({ lookup: busy });
  assert.match(
    (await failure(again.aws.assumeRole(site(STS), keys, roleRequest()))).message,
    /no name server answers \(3 tries/,
  );
});

test('https that is not TLS, and no text with a secret', async () => {
  const server = await scriptedServer([{ body: assumeRoleXml() }]);
  const { aws, debugged } = testAws();
  const error = await failure(
    aws.assumeRole(site(server.url.replace('http:', 'https:')), keys, roleRequest()),
  );
  assert.equal(error.code, 'NETWORK');
  assert.match(error.message, /TLS failed/);
  const all = [error.message, ...error.hints, ...debugged].join('\n');
  for (const secret of Object.values(SECRETS)) {
    assert.ok(!all.includes(secret));
  }
});
