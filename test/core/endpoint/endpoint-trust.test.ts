import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { AwsService } from '../../../src/core/endpoint/aws-host.ts';
import { checkSite } from '../../../src/core/endpoint/endpoint-trust.ts';
import type { Site } from '../../../src/core/plan/step.ts';
import { thrownBy } from '../../support/variables.ts';

const settings = { trustedEndpoints: ['sso.corp.example'], plainHttp: ['emulator.corp.example'] };

function site(endpoint: string): Site {
  const override = { value: endpoint, file: '/home/jane/.aws/config', line: 7 };
  return { region: 'eu-west-1', endpoint, override, caBundle: null };
}

describe('endpoints that may be called', () => {
  const rows: readonly [AwsService, string][] = [
    ['sts', 'https://anything.example'],
    ['sts', 'http://127.0.0.1:4566'],
    ['sts', 'http://127.1.2.3'],
    ['sts', 'http://2130706433:80'],
    ['sts', 'http://[::1]:4566'],
    ['sts', 'http://localhost:4566'],
    ['sts', 'http://aws.localhost.'],
    ['sts', 'http://169.254.169.254'],
    ['sts', 'http://emulator.corp.example:4566'],
    ['sso', 'https://portal.sso.eu-west-1.amazonaws.com'],
    ['sso', 'https://portal.sso-fips.eu-west-1.api.aws'],
    ['sso-oidc', 'https://oidc.eu-west-1.amazonaws.com'],
    ['sso-oidc', 'http://127.0.0.1:4566'],
    ['sso', 'https://localhost'],
    ['sso', 'https://sso.corp.example:8443'],
  ];
  for (const [service, endpoint] of rows) {
    it(`${service} at ${endpoint}`, () =>
      assert.doesNotThrow(() => checkSite(site(endpoint), service, settings)));
  }
});

describe('endpoints that are refused', () => {
  const rows: readonly [AwsService, string, RegExp][] = [
    ['sts', 'http://sts.example', /plain http to sts\.example/],
    ['sts', 'http://128.0.0.1', /plain http/],
    ['sts', 'http://127.0.0.1.example', /plain http/],
    ['sts', 'http://localhost.example', /plain http/],
    ['sts', 'http://xlocalhost', /plain http/],
    ['sts', 'http://sso.corp.example', /plain http/],
    ['sso', 'http://portal.sso.eu-west-1.amazonaws.com', /plain http/],
    ['sso', 'https://evil.example', /evil\.example is not AWS's own host for sso in eu-west-1/],
    ['sso', 'https://portal.sso.eu-west-1.amazonaws.com.evil.example', /not AWS's own/],
    ['sso', 'https://evil.execute-api.eu-west-1.amazonaws.com', /not AWS's own/],
    ['sso', 'https://portal.sso.us-east-1.amazonaws.com', /not AWS's own/],
    ['sso', 'https://oidc.eu-west-1.amazonaws.com', /not AWS's own/],
    ['sso', 'https://portal.sso.eu-west-1.amazonaws.com:8443', /not AWS's own/],
    ['sso-oidc', 'https://x.sso.corp.example', /not AWS's own/],
    ['sso', 'http://169.254.169.254', /not AWS's own/],
    ['sso', 'http://emulator.corp.example', /not AWS's own/],
  ];
  for (const [service, endpoint, message] of rows) {
    it(`${service} at ${endpoint}`, () => {
      const thrown = thrownBy(() => checkSite(site(endpoint), service, settings));
      assert.match(thrown.message, message);
      assert.match(thrown.message, /^endpoint_url: .*nothing was sent$/);
      assert.deepEqual(
        [thrown.code, thrown.file, thrown.line],
        ['UNTRUSTED_ENDPOINT', '/home/jane/.aws/config', 7],
      );
    });
  }
  it('says which variable named it, and how to trust it besides the others', () => {
    const from = { value: 'https://x.example', file: null, line: null, from: 'AWS_ENDPOINT_URL' };
    const thrown = thrownBy(() =>
      checkSite({ ...site('https://x.example'), override: from }, 'sso', settings),
    );
    assert.match(thrown.message, /^AWS_ENDPOINT_URL: /);
    assert.deepEqual(thrown.hints, [
      'if that host is yours: awscred settings set trusted_endpoints sso.corp.example,x.example',
    ]);
  });
  it('gives no hint that a shell would run', () => {
    const thrown = thrownBy(() =>
      checkSite(site('https://$(id)'), 'sso', { ...settings, trustedEndpoints: [] }),
    );
    assert.deepEqual(thrown.hints, ['if that host is yours: awscred settings set trusted_endpoints HOST']);
  });
});
