import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { accountOf, parseArn, roleName } from '../../src/core/arn.ts';
import { partitionOfArn, partitionOfRegion } from '../../src/core/endpoint/partition.ts';

describe('parseArn', () => {
  it('splits six parts and leaves the rest in the resource', () => {
    assert.deepEqual(parseArn('arn:aws:logs:eu-west-1:1:log-group:x:*'), {
      partition: 'aws',
      service: 'logs',
      region: 'eu-west-1',
      account: '1',
      resource: 'log-group:x:*',
    });
  });
  const bad = [
    '',
    'arn',
    'arn:aws:iam::1',
    'arn:aws:iam::1:',
    'aws:iam::1:role/a',
    'arn::iam::1:role/a',
    'arn:aws:iam::1:role/a b',
    'arn:aws:iam::1:role/a\n',
  ];
  for (const text of bad) {
    it(`refuses ${JSON.stringify(text)}`, () => assert.equal(parseArn(text), null));
  }
  it('takes 2,048 characters and no more', () => {
    const arn = (length: number): string => 'arn:aws:iam::1:role/'.padEnd(length, 'x');
    assert.notEqual(parseArn(arn(2048)), null);
    assert.equal(parseArn(arn(2049)), null);
  });
});

describe('roleName and accountOf', () => {
  const rows: readonly [string, string | null, string | null][] = [
    ['arn:aws:iam::444455556666:role/Admin', 'Admin', '444455556666'],
    ['arn:aws-cn:iam::1:role/team/x/Admin', 'Admin', '1'],
    ['arn:aws:sts::1:assumed-role/Admin/jane', 'Admin', '1'],
    ['arn:aws:iam::aws:policy/ReadOnlyAccess', null, 'aws'],
    ['arn:aws:s3:::bucket', null, null],
    ['arn:aws:iam::1:role/', null, '1'],
    ['no', null, null],
  ];
  for (const [arn, role, account] of rows) {
    it(arn, () => assert.deepEqual([roleName(arn), accountOf(arn)], [role, account]));
  }
});

describe('partition', () => {
  const rows: readonly [string, string, string][] = [
    ['eu-west-1', 'aws', 'us-east-1'],
    ['mx-central-1', 'aws', 'us-east-1'],
    ['mars-1', 'aws', 'us-east-1'],
    ['cn-northwest-1', 'aws-cn', 'cn-north-1'],
    ['us-gov-east-1', 'aws-us-gov', 'us-gov-west-1'],
    ['us-iso-west-1', 'aws-iso', 'us-iso-east-1'],
    ['us-isob-east-1', 'aws-iso-b', 'us-isob-east-1'],
    ['eu-isoe-west-1', 'aws-iso-e', 'eu-isoe-west-1'],
    ['us-isof-east-1', 'aws-iso-f', 'us-isof-south-1'],
    ['eusc-de-east-1', 'aws-eusc', 'eusc-de-east-1'],
    ['aws-cn-global', 'aws-cn', 'cn-north-1'],
  ];
  for (const [region, name, stsRegion] of rows) {
    it(region, () => {
      assert.equal(partitionOfRegion(region).name, name);
      assert.equal(partitionOfArn(`arn:${name}:iam::1:role/R`).stsRegion, stsRegion);
    });
  }
  it('of what is no ARN is aws', () => assert.equal(partitionOfArn('arn:x').name, 'aws'));
});
