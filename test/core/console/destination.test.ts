import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { destination, type Page } from '../../../src/core/console/destination.ts';
import { portalLink, signInHost, switchRoleLink } from '../../../src/core/console/links.ts';
import { partitionOfRegion } from '../../../src/core/endpoint/partition.ts';
import type { Setting } from '../../../src/core/plan/step.ts';
import { AwscredError } from '../../../src/errors.ts';

const setting = (value: string): Setting => ({ value, file: null, line: null, from: '--region' });
const at = (region: string, page: Partial<Page> = {}): string =>
  destination(partitionOfRegion(region), setting(region), { service: null, path: null, ...page }).href;

describe('the hosts of each partition', () => {
  for (const [region, signIn, home] of [
    ['eu-west-1', 'signin.aws.amazon.com', 'eu-west-1.console.aws.amazon.com'],
    ['cn-north-1', 'signin.amazonaws.cn', 'cn-north-1.console.amazonaws.cn'],
    ['us-gov-west-1', 'signin.amazonaws-us-gov.com', 'us-gov-west-1.console.amazonaws-us-gov.com'],
    ['eusc-de-east-1', 'signin.amazonaws-eusc.eu', 'eusc-de-east-1.console.amazonaws-eusc.eu'],
    ['us-iso-east-1', 'signin.c2shome.ic.gov', 'us-iso-east-1.console.c2shome.ic.gov'],
    ['us-isob-east-1', 'signin.sc2shome.sgov.gov', 'us-isob-east-1.console.sc2shome.sgov.gov'],
    ['eu-isoe-west-1', 'signin.csphome.adc-e.uk', 'eu-isoe-west-1.console.csphome.adc-e.uk'],
    ['us-isof-south-1', 'signin.csphome.hci.ic.gov', 'us-isof-south-1.console.csphome.hci.ic.gov'],
  ] as const) {
    it(region, () => {
      assert.equal(signInHost(partitionOfRegion(region)), signIn);
      assert.equal(at(region), `https://${home}/console/home?region=${region}`);
    });
  }

  it('has one home for all regions where none is named', () => {
    const page = { service: null, path: null };
    const aws = partitionOfRegion('us-east-1');
    assert.equal(destination(aws, null, page).href, 'https://console.aws.amazon.com/console/home');
    assert.equal(
      destination(aws, setting('aws-global'), page).href,
      'https://console.aws.amazon.com/console/home',
    );
  });

  it('is not mixed with a region of another one', () => {
    const mixed = (): URL =>
      destination(partitionOfRegion('cn-north-1'), setting('eu-west-1'), { service: null, path: null });
    assert.throws(mixed, { code: 'CONFIG', message: /eu-west-1 is not one of aws-cn/ });
  });
});

describe('a page of the console', () => {
  for (const [service, address] of [
    ['s3', 'eu-west-1.console.aws.amazon.com/s3/home?region=eu-west-1'],
    ['S3', 'eu-west-1.console.aws.amazon.com/s3/home?region=eu-west-1'],
    ['cfn', 'eu-west-1.console.aws.amazon.com/cloudformation/home?region=eu-west-1'],
    ['sfn', 'eu-west-1.console.aws.amazon.com/states/home?region=eu-west-1'],
    ['sso', 'eu-west-1.console.aws.amazon.com/singlesignon/home?region=eu-west-1'],
    ['waf', 'eu-west-1.console.aws.amazon.com/wafv2/homev2?region=eu-west-1'],
    ['r53', 'console.aws.amazon.com/route53/v2/home'],
    ['iam', 'console.aws.amazon.com/iam/home'],
    ['a-new-one', 'eu-west-1.console.aws.amazon.com/a-new-one/home?region=eu-west-1'],
    // No name of an object's own.
    ['constructor', 'eu-west-1.console.aws.amazon.com/constructor/home?region=eu-west-1'],
  ] as const) {
    it(service, () => assert.equal(at('eu-west-1', { service }), `https://${address}`));
  }

  it('may be any path of the console’s host', () => {
    const path = '/s3/buckets/acme?prefix=a/b&tab=objects#here';
    assert.equal(at('eu-west-1', { path }), `https://eu-west-1.console.aws.amazon.com${path}`);
  });

  for (const page of [
    { path: '//evil.example/' },
    { path: '/\\evil.example/' },
    { path: '\\\\evil.example/' },
    { path: 'https://evil.example/' },
    { path: '@evil.example' },
    { path: '.evil.example' },
    { path: ':8080/' },
    { path: '/a\nb' },
    { path: '/\u202eb' },
    { path: '' },
    { service: 's3', path: '/s3' },
    { service: '../s3' },
    { service: 's3/home' },
    { service: 'evil.example' },
    { service: '' },
    { service: 'x'.repeat(65) },
  ]) {
    it(`is not ${JSON.stringify(page)}`, () => {
      assert.throws(
        () => at('eu-west-1', page),
        (error: unknown) => error instanceof AwscredError && error.code === 'USAGE',
      );
    });
  }
});

describe('links without a secret', () => {
  it('the portal’s, whatever the start URL ends with', () => {
    for (const end of ['', '/', '#/', '/#', '/#/']) {
      const startUrl = `https://acme.awsapps.com/start${end}`;
      assert.equal(
        portalLink(
          { startUrl, accountId: '111122223333', roleName: 'Read Only&x=1' },
          new URL('https://c/a?b=1'),
        ),
        'https://acme.awsapps.com/start/#/console?account_id=111122223333&role_name=Read%20Only%26x%3D1&destination=https%3A%2F%2Fc%2Fa%3Fb%3D1',
      );
    }
  });

  it('the console’s own for switching, on the host of the role’s partition', () => {
    const none = { displayName: null, colour: null };
    assert.equal(
      switchRoleLink('arn:aws-us-gov:iam::111122223333:role/team/a/Admin', none),
      'https://signin.amazonaws-us-gov.com/switchrole?account=111122223333&roleName=team%2Fa%2FAdmin',
    );
    assert.equal(switchRoleLink('arn:aws:iam::111122223333:user/jane', none), null);
    assert.equal(switchRoleLink('no ARN', none), null);
  });
});
