import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { AwsService } from '../../../src/core/endpoint/aws-host.ts';
import { siteFor } from '../../../src/core/endpoint/endpoint.ts';
import type { Site } from '../../../src/core/plan/step.ts';
import { configOf } from '../../support/files/config-text.ts';
import { environmentOf, thrownBy } from '../../support/variables.ts';

interface Given {
  readonly service?: AwsService;
  readonly region?: string | null;
  readonly roleArn?: string;
  readonly variables?: Record<string, string>;
  readonly body?: string;
  readonly rest?: string;
}

function site(given: Given): Site {
  const config = configOf(`[profile a]\n${given.body ?? ''}\n${given.rest ?? ''}`);
  return siteFor(given.service ?? 'sts', {
    environment: environmentOf(given.variables),
    config,
    profile: config.profiles.get('a') ?? null,
    region: given.region === undefined ? 'us-east-1' : given.region,
    roleArn: given.roleArn ?? null,
  });
}

describe("AWS's own hosts", () => {
  const fips = 'use_fips_endpoint = TRUE\n';
  const dual = 'use_dualstack_endpoint = true\n';
  const rows: readonly [AwsService, string, string, string][] = [
    ['sts', 'us-east-1', '', 'sts.us-east-1.amazonaws.com'],
    ['sts', 'us-east-1', fips, 'sts-fips.us-east-1.amazonaws.com'],
    ['sts', 'us-east-1', dual, 'sts.us-east-1.api.aws'],
    ['sts', 'us-east-1', fips + dual, 'sts-fips.us-east-1.api.aws'],
    ['sso', 'us-east-1', '', 'portal.sso.us-east-1.amazonaws.com'],
    ['sso', 'us-east-1', fips, 'portal.sso-fips.us-east-1.amazonaws.com'],
    ['sso', 'us-east-1', dual, 'portal.sso.us-east-1.api.aws'],
    ['sso', 'us-east-1', fips + dual, 'portal.sso-fips.us-east-1.api.aws'],
    ['sso-oidc', 'us-east-1', '', 'oidc.us-east-1.amazonaws.com'],
    ['sso-oidc', 'us-east-1', fips, 'oidc-fips.us-east-1.amazonaws.com'],
    ['sso-oidc', 'us-east-1', dual, 'oidc.us-east-1.api.aws'],
    ['sso-oidc', 'us-east-1', fips + dual, 'oidc-fips.us-east-1.api.aws'],
    ['sts', 'cn-north-1', '', 'sts.cn-north-1.amazonaws.com.cn'],
    ['sts', 'cn-north-1', dual, 'sts.cn-north-1.api.amazonwebservices.com.cn'],
    ['sts', 'us-gov-west-1', fips, 'sts.us-gov-west-1.amazonaws.com'],
    ['sso', 'us-gov-west-1', fips, 'portal.sso.us-gov-west-1.amazonaws.com'],
    ['sts', 'us-iso-east-1', '', 'sts.us-iso-east-1.c2s.ic.gov'],
    ['sts', 'eu-isoe-west-1', '', 'sts.eu-isoe-west-1.cloud.adc-e.uk'],
    ['sts', 'mars-1', '', 'sts.mars-1.amazonaws.com'],
    ['sts', 'us-east-1', 'use_fips_endpoint = yes\n', 'sts.us-east-1.amazonaws.com'],
  ];
  for (const [service, region, body, host] of rows) {
    it(host, () => {
      assert.deepEqual(site({ service, region, body }), {
        region,
        endpoint: `https://${host}`,
        override: null,
        caBundle: null,
      });
    });
  }
  it('switches of the environment win over the profile', () => {
    const variables = { AWS_USE_FIPS_ENDPOINT: 'false', AWS_USE_DUALSTACK_ENDPOINT: 'True' };
    assert.equal(site({ variables, body: fips }).endpoint, 'https://sts.us-east-1.api.aws');
  });
  const unnamed: readonly [string | null, string, string, string][] = [
    [null, '', 'https://sts.amazonaws.com', 'us-east-1'],
    [null, 'arn:aws:iam::1:role/R', 'https://sts.amazonaws.com', 'us-east-1'],
    [null, 'arn:aws-cn:iam::1:role/R', 'https://sts.cn-north-1.amazonaws.com.cn', 'cn-north-1'],
    [null, 'arn:aws-us-gov:iam::1:role/R', 'https://sts.us-gov-west-1.amazonaws.com', 'us-gov-west-1'],
    ['aws-global', '', 'https://sts.amazonaws.com', 'us-east-1'],
  ];
  for (const [region, roleArn, endpoint, signing] of unnamed) {
    it(`sts for region ${region ?? 'none'} and role ${roleArn}`, () => {
      const found = site({ region, roleArn });
      assert.deepEqual([found.endpoint, found.region], [endpoint, signing]);
    });
  }
});

describe('configured endpoints', () => {
  const services = 'services = s\nendpoint_url = http://127.0.0.1:4';
  const rest =
    '[services s]\nsso_oidc =\n  endpoint_url = http://127.0.0.1:30\nSTS =\n  Endpoint_URL = http://127.0.0.1:3/';
  const file = '/home/jane/.aws/config';
  const rows: readonly [string, Given, string, unknown][] = [
    [
      'the variable of the service',
      {
        variables: { AWS_ENDPOINT_URL_STS: 'http://127.0.0.1:1', AWS_ENDPOINT_URL: 'http://127.0.0.1:2' },
        body: services,
        rest,
      },
      'http://127.0.0.1:1',
      { value: 'http://127.0.0.1:1', file: null, line: null, from: 'AWS_ENDPOINT_URL_STS' },
    ],
    [
      'the global variable, over the services section',
      {
        variables: { AWS_ENDPOINT_URL: 'http://127.0.0.1:2', AWS_ENDPOINT_URL_SSO: 'http://no' },
        body: services,
        rest,
      },
      'http://127.0.0.1:2',
      { value: 'http://127.0.0.1:2', file: null, line: null, from: 'AWS_ENDPOINT_URL' },
    ],
    [
      'the services section',
      { body: services, rest },
      'http://127.0.0.1:3',
      { value: 'http://127.0.0.1:3/', file, line: 8 },
    ],
    [
      'another service of the section',
      { service: 'sso-oidc', body: services, rest },
      'http://127.0.0.1:30',
      { value: 'http://127.0.0.1:30', file, line: 6 },
    ],
    [
      'endpoint_url',
      { service: 'sso', body: services, rest },
      'http://127.0.0.1:4',
      { value: 'http://127.0.0.1:4', file, line: 3 },
    ],
    [
      'empty values are skipped',
      {
        variables: { AWS_ENDPOINT_URL_STS: '' },
        body: 'services =\nendpoint_url = https://x.example:8443/base/',
      },
      'https://x.example:8443/base',
      { value: 'https://x.example:8443/base/', file, line: 3 },
    ],
    [
      'a configured endpoint wins over FIPS',
      { body: 'use_fips_endpoint = true\nendpoint_url = HTTPS://X.example' },
      'https://x.example',
      { value: 'HTTPS://X.example', file, line: 3 },
    ],
    [
      'ignored by variable',
      {
        variables: { AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'true', AWS_ENDPOINT_URL: 'http://127.0.0.1:2' },
        body: services,
      },
      'https://sts.us-east-1.amazonaws.com',
      null,
    ],
    [
      'ignored by the profile',
      { body: `${services}\nignore_configured_endpoint_urls = True` },
      'https://sts.us-east-1.amazonaws.com',
      null,
    ],
  ];
  for (const [name, given, endpoint, override] of rows) {
    it(name, () => {
      const found = site(given);
      assert.deepEqual([found.endpoint, found.override], [endpoint, override]);
    });
  }

  const bad: readonly [string, Given, RegExp, number | null][] = [
    [
      'no scheme',
      { body: 'endpoint_url = 127.0.0.1:20' },
      /^profile a: endpoint_url = "127.0.0.1:20" is not a URL/,
      2,
    ],
    ['odd scheme', { body: 'endpoint_url = ftp://x' }, /"ftp:\/\/x" is not a URL/, 2],
    ['a query', { body: 'endpoint_url = https://x/?a=b' }, /is not a URL/, 2],
    ['repaired by parsers', { body: 'endpoint_url = https:\\\\x' }, /is not a URL/, 2],
    [
      'a comment in a block',
      { body: 'services = s', rest: '[services s]\nsts =\n  endpoint_url = http://x # y' },
      /is not a URL/,
      5,
    ],
    ['a password', { body: 'endpoint_url = https://u:hunter2@x' }, /cannot hold a user name or password$/, 2],
    ['in a variable', { variables: { AWS_ENDPOINT_URL_STS: 'x' } }, /^AWS_ENDPOINT_URL_STS = "x"/, null],
    [
      'no such services',
      { body: 'services = t' },
      /^profile a: services = "t", but there is no such section$/,
      2,
    ],
    ['empty services', { body: 'services = t', rest: '[services t]' }, /but that section is empty$/, 3],
    ['broken services', { body: 'services = t', rest: '[services t]\nx' }, /^services t: /, 4],
    [
      'service without a block',
      { body: 'services = t', rest: '[services t]\nsts = http://x' },
      /^services t: sts is not a block/,
      4,
    ],
  ];
  for (const [name, given, message, line] of bad) {
    it(`refuses ${name}`, () => {
      const thrown = thrownBy(() => site(given));
      assert.match(thrown.message, message);
      assert.deepEqual([thrown.message.includes('hunter2'), thrown.line], [false, line]);
      assert.match(String(thrown.code), /^CONFIG(_SYNTAX)?$/);
    });
  }
  it('does not look for services that a variable makes unnecessary', () => {
    assert.equal(
      site({ body: 'services = t', variables: { AWS_ENDPOINT_URL: 'http://localhost' } }).endpoint,
      'http://localhost',
    );
  });
});

describe('CA bundle', () => {
  const rows: readonly [string, Record<string, string>, string, string | null][] = [
    ['variable first', { AWS_CA_BUNDLE: '/v.pem' }, 'ca_bundle = /p.pem', '/v.pem'],
    ['profile', {}, 'ca_bundle = ~/p.pem', '/home/jane/p.pem'],
    ['none', { AWS_CA_BUNDLE: '' }, '', null],
  ];
  for (const [name, variables, body, expected] of rows) {
    it(name, () => assert.equal(site({ variables, body }).caBundle, expected));
  }
  it('never depends on the current folder', () => {
    assert.match(
      thrownBy(() => site({ body: 'ca_bundle = ca.pem' })).message,
      /^profile a: ca_bundle = ca.pem is not an absolute/,
    );
    assert.match(thrownBy(() => site({ variables: { AWS_CA_BUNDLE: './x' } })).message, /^AWS_CA_BUNDLE/);
  });
});
