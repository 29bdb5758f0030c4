import { ServiceError } from '../service-error.ts';
import { credentialsXml } from './assume-role.ts';
import { federatedUserIdentity, type Identity } from './identity.ts';
import { ParameterCheck } from './parameter-check.ts';
import { checkSessionPolicy, packedPolicySize, readSessionPolicy } from './policy/session-policy.ts';
import { readSessionTags } from './policy/session-tags.ts';
import type { StsState } from './sts-state.ts';
import type { XmlElements } from './xml.ts';

/** GetFederationToken: for long-term keys only, with MFA or without. */
export function getFederationToken(state: StsState, caller: Identity, form: URLSearchParams): XmlElements {
  const check = new ParameterCheck(form);
  const isRoot = caller.arn.endsWith(':root');
  const name = check.required('Name', { min: 2, max: 32, pattern: '[A-Za-z0-9_+=,.@-]*' });
  const duration = check.seconds('DurationSeconds', {
    min: 900,
    max: isRoot ? 3600 : 129_600,
    default: isRoot ? 3600 : 43_200,
  });
  const policy = readSessionPolicy(check);
  const tags = readSessionTags(check);
  check.finish();
  if (caller.kind !== 'user') {
    throw new ServiceError(403, 'AccessDenied', 'Cannot call GetFederationToken with session credentials');
  }
  checkSessionPolicy(policy, { partition: caller.arn.split(':')[1] ?? '', accountId: caller.accountId });
  const packed = packedPolicySize(policy, tags);
  const identity = federatedUserIdentity(caller, name, tags);
  const key = state.keys.issue(identity, state.clock.now() + duration * 1000);
  return {
    Credentials: credentialsXml(key),
    FederatedUser: { FederatedUserId: identity.userId, Arn: identity.arn },
    PackedPolicySize: packed,
  };
}
