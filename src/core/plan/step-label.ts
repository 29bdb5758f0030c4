import { accountOf, roleName } from '../arn.ts';
import { deviceName } from './mfa-device.ts';
import type { Step } from './step.ts';

/** A step in a few words, for the index and `cache list`: `assume-role Admin in 444455556666`. Foreign text inside. */
export function stepLabel(step: Step): string {
  switch (step.kind) {
    case 'stored-keys':
      return `keys of ${step.profile}`;
    case 'mfa-session':
      return `mfa-session of ${deviceName(step.serial)}`;
    case 'sso':
      return `sso ${step.roleName} in ${step.accountId}`;
    case 'assume-role':
      return `assume-role ${roleName(step.roleArn) ?? step.roleArn} in ${accountOf(step.roleArn) ?? '?'}`;
    default:
      return `${step.kind} of ${step.profile}`;
  }
}
