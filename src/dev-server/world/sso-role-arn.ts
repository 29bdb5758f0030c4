import { createHash } from 'node:crypto';
import type { IamArn } from './iam-arn.ts';

/**
 * The role that IAM Identity Center makes in an account for a permission set:
 * `arn:aws:iam::ACCOUNT:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_NAME_<16 hex>`.
 * The digits depend on account and name alone, so that a trust policy can name the role.
 */
export function ssoRoleArn(accountId: string, permissionSet: string, ssoRegion: string): IamArn {
  const partition = partitionOf(ssoRegion);
  const digits = createHash('sha256').update(`${accountId}/${permissionSet}`).digest('hex').slice(0, 16);
  const name = `AWSReservedSSO_${permissionSet}_${digits}`;
  const text = `arn:${partition}:iam::${accountId}:role/aws-reserved/sso.amazonaws.com/${name}`;
  return { text, partition, accountId, kind: 'role', name };
}

function partitionOf(region: string): string {
  if (region.startsWith('cn-')) {
    return 'aws-cn';
  }
  return region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
}
