import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { exitStatus } from '../../../src/errors.ts';
import { checkSignInAddress } from '../../../src/protocols/sso/sign-in-address.ts';

const AWS = {
  startUrl: 'https://acme.awsapps.com/start',
  oidcEndpoint: 'https://oidc.eu-west-1.amazonaws.com',
};
const LOCAL = { startUrl: 'https://acme.awsapps.com/start', oidcEndpoint: 'http://127.0.0.1:4567' };
const VANITY = {
  startUrl: 'https://sso.example.com/start',
  oidcEndpoint: 'https://oidc.eu-west-1.amazonaws.com',
};

describe('a sign-in address', () => {
  for (const [address, expected] of [
    ['https://acme.awsapps.com/start/#/device', AWS],
    ['https://device.sso.eu-west-1.amazonaws.com/', AWS],
    ['https://oidc.eu-west-1.amazonaws.com/authorize?x=1', AWS],
    ['https://ssoins-1.portal.eu-west-1.app.aws/', AWS],
    ['https://identitycenter.amazonaws.com/ssoins-1', AWS],
    ['https://sso.example.com/device', VANITY],
    ['http://127.0.0.1:4567/device', LOCAL],
  ] as const) {
    it(`may be opened: ${address}`, () =>
      assert.deepEqual(checkSignInAddress(address, expected), { open: true }));
  }

  for (const [address, expected] of [
    ['https://evil.example/start', AWS],
    ['https://evilawsapps.com/', AWS],
    ['https://acme.awsapps.com.evil.example/', AWS],
    ['https://bucket.s3.amazonaws.com/page', AWS],
    ['https://abc.execute-api.eu-west-1.amazonaws.com/', AWS],
    ['https://sso.example.com:8443/device', VANITY],
    ['http://127.0.0.1:631/admin', LOCAL],
    ['http://127.0.0.1:631/admin', AWS],
  ] as const) {
    it(`is only shown: ${address}`, () =>
      assert.deepEqual(checkSignInAddress(address, expected), { open: false }));
  }

  for (const address of [
    'http://acme.awsapps.com/start',
    'http://127.0.0.1.evil.example/',
    'javascript:alert(1)',
    'file:///etc/passwd',
    'data:text/html,x',
    'https://acme.awsapps.com@evil.example/',
    'https://acme.awsapps.com/start\nhttps://evil.example',
    'https://acme.awsapps.com\\@evil.example/',
    'acme.awsapps.com/start',
    '--version',
    '',
  ]) {
    it(`is not believed: ${JSON.stringify(address)}`, () => {
      assert.throws(
        () => checkSignInAddress(address, AWS),
        (error: Error & { code: 'NETWORK' }) =>
          exitStatus(error.code) === 6 && /not https/.test(error.message),
      );
    });
  }
});
