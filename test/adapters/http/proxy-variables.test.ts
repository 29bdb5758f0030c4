import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isLocalAddress, isLocalHost } from '../../../src/adapters/http/local-address.ts';
import { matchesNoProxy } from '../../../src/adapters/http/no-proxy.ts';
import { proxyFor, proxyName } from '../../../src/adapters/http/proxy-variables.ts';

const STS = 'https://sts.eu-west-1.amazonaws.com';

function chosen(url: string, variables: Readonly<Record<string, string>>): string | null {
  const proxy = proxyFor(new URL(url), (name) => variables[name] ?? null);
  return proxy && `${proxy.secure ? 'https' : 'http'}://${proxyName(proxy)}`;
}

test('which proxy a call takes', () => {
  const rows: readonly (readonly [string, Readonly<Record<string, string>>, string | null])[] = [
    [STS, {}, null],
    [STS, { HTTPS_PROXY: 'http://p.corp:3128' }, 'http://p.corp:3128'],
    [STS, { https_proxy: 'http://low:1', HTTPS_PROXY: 'http://up:2' }, 'http://low:1'],
    [STS, { HTTP_PROXY: 'http://p.corp:3128' }, 'http://p.corp:3128'],
    [STS, { HTTP_PROXY: 'http://one:1', HTTPS_PROXY: 'http://two:2' }, 'http://two:2'],
    ['http://plain.corp', { HTTPS_PROXY: 'http://two:2' }, null],
    ['http://plain.corp', { http_proxy: 'http://one:1' }, 'http://one:1'],
    [STS, { HTTPS_PROXY: 'p.corp:3128' }, 'http://p.corp:3128'],
    [STS, { HTTPS_PROXY: ' http://p.corp ' }, 'http://p.corp:80'],
    [STS, { HTTPS_PROXY: 'https://u:p%40ss@P.Corp/' }, 'https://p.corp:443'],
    [STS, { HTTPS_PROXY: 'http://[::1]:8080' }, 'http://[::1]:8080'],
    [STS, { HTTPS_PROXY: 'http://p:1', NO_PROXY: '.amazonaws.com' }, null],
    [STS, { HTTPS_PROXY: 'http://p:1', no_proxy: 'other.example' }, 'http://p:1'],
    ['https://localhost:8443', { HTTPS_PROXY: 'http://p:1' }, null],
    ['https://sub.LOCALHOST', { HTTPS_PROXY: 'http://p:1' }, null],
    ['http://127.8.9.1', { HTTP_PROXY: 'http://p:1' }, null],
    ['http://[::1]:9', { HTTP_PROXY: 'http://p:1' }, null],
    ['http://169.254.169.254', { HTTP_PROXY: 'http://p:1' }, null],
    ['http://[fd00:ec2::254]', { HTTP_PROXY: 'http://p:1' }, null],
  ];
  for (const [url, variables, expected] of rows) {
    assert.equal(chosen(url, variables), expected, `${url} ${JSON.stringify(variables)}`);
  }
});

test('user and password become the header', () => {
  const proxy = proxyFor(new URL(STS), (name) =>
    name === 'HTTPS_PROXY' ? 'http://jane:p%40ss%3A1@p:1' : null,
  );
  assert.equal(proxy?.authorization, `Basic ${Buffer.from('jane:p@ss:1').toString('base64')}`);
});

test('a malformed variable is exit 2 for every call, and its value is not shown', () => {
  const odd = [
    '::::',
    'http://',
    'http://u:hunter2@',
    'http://h:99999',
    'http://h:0',
    'socks5://u:hunter2@h:1',
    'http://h/path',
    'http://u:hunter2%zz@h:1',
    'http://u:hun ter2@h:1',
    'http://u:hunter2@h:1\n',
    'http://[::1',
  ];
  for (const value of odd.filter((one) => one.trim() === one)) {
    for (const url of [STS, 'http://127.0.0.1:1']) {
      assert.throws(
        () => chosen(url, { HTTPS_PROXY: value }),
        (error: { code?: string; message: string; hints: string[] }) =>
          error.code === 'CONFIG' &&
          error.message.includes('HTTPS_PROXY') &&
          !`${error.message}${error.hints.join()}`.includes('hunter2'),
        value,
      );
    }
  }
});

test('NO_PROXY', () => {
  const host = 'sts.eu-west-1.amazonaws.com';
  const yes = [
    '*',
    'a,*',
    host,
    host.toUpperCase(),
    `a.b , ${host}`,
    `a ${host}`,
    '.amazonaws.com',
    '*.Amazonaws.com',
    '.COM',
    `${host}:443`,
  ];
  const no = [
    '',
    ' , ',
    'amazonaws.com',
    'west-1.amazonaws.com',
    'ts.eu-west-1.amazonaws.com',
    `${host}:8443`,
    `.${host}`,
    '.amazonaws.co',
    '**',
  ];
  assert.deepEqual(
    yes.filter((list) => !matchesNoProxy(list, host, 443)),
    [],
  );
  assert.deepEqual(
    no.filter((list) => matchesNoProxy(list, host, 443)),
    [],
  );
  assert.ok(matchesNoProxy('[2001:db8::1]:443', '2001:db8::1', 443));
  assert.ok(matchesNoProxy('2001:db8::1', '2001:db8::1', 443));
  assert.ok(matchesNoProxy('10.1.2.3', '10.1.2.3', 443));
});

test('what never leaves this machine', () => {
  const local = [
    '127.0.0.1',
    '127.255.0.9',
    '::1',
    '::ffff:127.0.0.1',
    '169.254.169.254',
    '169.254.170.2',
    'fd00:ec2::23',
  ];
  const not = [
    '0.0.0.0',
    '10.0.0.1',
    '169.254.1.1',
    '::',
    '::ffff:10.0.0.1',
    'fe80::1',
    'localhost',
    '',
    '127.0.0.1.nip.io',
  ];
  assert.deepEqual(
    local.filter((address) => !isLocalAddress(address)),
    [],
  );
  assert.deepEqual(
    not.filter((address) => isLocalAddress(address)),
    [],
  );
  assert.ok(isLocalHost('LocalHost.') && isLocalHost('[::1]') && !isLocalHost('localhost.example'));
});
