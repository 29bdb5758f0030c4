import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { containerAddress } from '../../../src/sources/machine/container-address.ts';
import { environmentOf, thrownBy } from '../../support/variables.ts';

const FULL = 'AWS_CONTAINER_CREDENTIALS_FULL_URI';
const RELATIVE = 'AWS_CONTAINER_CREDENTIALS_RELATIVE_URI';

const urlOf = (variables: Readonly<Record<string, string>>): string | undefined =>
  containerAddress(environmentOf(variables))?.url;

describe('where a container’s credentials are', () => {
  it('is nowhere without a variable', () => assert.equal(urlOf({}), undefined));

  it('is a path at the address of ECS, which wins over a whole URL', () => {
    assert.equal(
      urlOf({ [RELATIVE]: '/v2/credentials/1-2?x=y' }),
      'http://169.254.170.2/v2/credentials/1-2?x=y',
    );
    assert.equal(urlOf({ [RELATIVE]: '/a', [FULL]: 'http://127.0.0.1/b' }), 'http://169.254.170.2/a');
  });

  for (const url of [
    'http://127.0.0.1:1234/x',
    'http://127.8.9.1/',
    'http://0x7f.1/',
    'http://localhost:80/x/?a=b',
    'http://[::1]:1234/x',
    'http://[::ffff:127.0.0.1]/x',
    'http://169.254.170.2/v3',
    'http://169.254.170.23/v1/credentials',
    'http://[fd00:ec2::23]/v1/credentials',
    'https://credentials.example.com/x',
  ]) {
    it(`may be ${url}`, () => assert.equal(urlOf({ [FULL]: url }), new URL(url).href));
  }

  for (const url of [
    'http://10.0.0.1/',
    'http://169.254.169.254/',
    'http://169.254.170.20/',
    'http://[fd00:ec2::254]/',
    'http://[::ffff:10.0.0.1]/',
    'http://example.com/',
    'http://localhost.example.com/',
    'http://127.0.0.1.example.com/',
    'http://x.localhost/',
    'http://host.docker.internal/',
    'http://0.0.0.0/',
  ]) {
    it(`may not be ${url}`, () => {
      const { code, message } = thrownBy(() => urlOf({ [FULL]: url }));
      assert.equal(code, 'UNTRUSTED_ENDPOINT');
      assert.match(message, /^AWS_CONTAINER_CREDENTIALS_FULL_URI: plain http to .*; nothing was sent$/);
    });
  }

  for (const url of [
    '127.0.0.1/x',
    'ftp://127.0.0.1/',
    'http://',
    'http://a:b@127.0.0.1/',
    'http://127.0.0.1/#x',
  ]) {
    it(`is no URL: ${url}`, () => assert.equal(thrownBy(() => urlOf({ [FULL]: url })).code, 'CONFIG'));
  }

  for (const path of [
    '@evil.example/x',
    '.evil.example/',
    'x',
    '//evil.example/x',
    '/a b',
    '/a\nb',
    ':80/x',
  ]) {
    it(`is no path of ECS: ${JSON.stringify(path)}`, () => {
      assert.equal(thrownBy(() => urlOf({ [RELATIVE]: path })).code, 'CONFIG');
    });
  }
});
