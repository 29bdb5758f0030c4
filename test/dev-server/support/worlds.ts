import type { JsonObject } from './json-object.ts';

export const USER = 'arn:aws:iam::123456789012:user/ann';
export const KEYS = {
  accessKeyId: 'AKIAEXAMPLEANNUSER23',
  secretAccessKey: 'example/ann/secret/access/key/0000000001',
};
export const MFA = {
  serial: 'arn:aws:iam::123456789012:mfa/ann',
  seed: 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ',
};

/** An ARN of a role in the test world's account. */
export function roleArn(name: string, accountId = '123456789012'): string {
  return `arn:aws:iam::${accountId}:role/${name}`;
}

/** A role with one Allow statement; `statement` adds to it or replaces parts of it. */
export function role(name: string, statement: JsonObject = {}, more: JsonObject = {}): JsonObject {
  const allow = { Effect: 'Allow', Principal: { AWS: USER }, Action: 'sts:AssumeRole', ...statement };
  return { arn: roleArn(name), trust: { Version: '2012-10-17', Statement: [allow] }, ...more };
}

/** A world with the user ann (MFA device and all) and these roles. */
export function worldOf(...roles: readonly JsonObject[]): JsonObject {
  return { users: [{ arn: USER, ...KEYS, mfa: MFA }], roles };
}
