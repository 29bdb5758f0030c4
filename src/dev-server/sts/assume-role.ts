import { toIso } from '../../core/text/time.ts';
import { ServiceError } from '../service-error.ts';
import type { Role } from '../world/world.ts';
import { assumeRoleContext } from './assume-role-context.ts';
import { type Identity, roleSessionIdentity } from './identity.ts';
import type { TemporaryKey } from './key-ring.ts';
import { type AssumeRoleParameters, readAssumeRole } from './read-assume-role.ts';
import { checkSessionPolicy, packedPolicySize } from './policy/session-policy.ts';
import { withInherited } from './policy/session-tags.ts';
import type { StsState } from './sts-state.ts';
import { refusedAction } from './policy/trust-policy.ts';
import type { XmlElements } from './xml.ts';

/** AssumeRole. A role that does not exist and one that does not trust the caller are refused in the same words. */
export function assumeRole(state: StsState, caller: Identity, form: URLSearchParams): XmlElements {
  const parameters = readAssumeRole(form);
  const { roleArn, sessionName, session } = parameters;
  checkRoleArn(roleArn);
  const hasCode = state.mfa.accept(caller, parameters.serialNumber, parameters.tokenCode, state.clock.now());
  const role = state.world.roles.find((candidate) => candidate.arn.text === roleArn);
  const tags = withInherited(parameters.tags, caller.tags);
  const sourceIdentity = parameters.sourceIdentity ?? caller.sourceIdentity;
  const request = { ...parameters, tags, sourceIdentity, hasCode };
  const refused = checkTrust(state, role, caller, request);
  if (role === undefined || refused !== null) {
    throw notAuthorized(caller, refused ?? 'sts:AssumeRole', roleArn);
  }
  checkSessionPolicy(session, role.arn);
  checkDuration(role, caller, parameters.duration);
  const packed = packedPolicySize(session, tags);
  const identity = roleSessionIdentity(role.arn, sessionName, { sourceIdentity, tags });
  const key = state.keys.issue(
    identity,
    state.clock.now() + parameters.duration * 1000,
    // A chained role's console session lasts as its credentials do.
    caller.kind === 'user' ? role.maxSessionDuration : null,
  );
  return {
    AssumedRoleUser: { AssumedRoleId: identity.userId, Arn: identity.arn },
    Credentials: credentialsXml(key),
    PackedPolicySize: packed,
    SourceIdentity: sourceIdentity,
  };
}

export function credentialsXml(key: TemporaryKey): XmlElements {
  return {
    AccessKeyId: key.accessKeyId,
    SecretAccessKey: key.secretAccessKey,
    SessionToken: key.sessionToken,
    Expiration: toIso(key.expiresAt),
  };
}

function checkRoleArn(roleArn: string): void {
  if (!/^arn:[a-z-]+:[a-z0-9-]*:[a-z0-9-]*:\d*:\S+$/.test(roleArn)) {
    throw new ServiceError(400, 'ValidationError', `${roleArn} is invalid`);
  }
  if (!/^arn:[a-z-]+:iam::\d{12}:role\/\S+$/.test(roleArn)) {
    throw new ServiceError(400, 'ValidationError', 'Request ARN is invalid');
  }
}

/** The action that is refused, or null. */
function checkTrust(
  state: StsState,
  role: Role | undefined,
  caller: Identity,
  request: AssumeRoleParameters & { hasCode: boolean },
): string | null {
  if (caller.arn.endsWith(':root')) {
    throw new ServiceError(403, 'AccessDenied', 'Roles may not be assumed by root accounts.');
  }
  const { tags, sourceIdentity } = request;
  if (caller.sourceIdentity !== null && sourceIdentity !== caller.sourceIdentity) {
    return 'sts:SetSourceIdentity';
  }
  const actions = [
    'sts:AssumeRole',
    ...(tags.length > 0 ? ['sts:TagSession'] : []),
    ...(sourceIdentity === null ? [] : ['sts:SetSourceIdentity']),
  ];
  const context = assumeRoleContext(caller, request, state.clock.now());
  return refusedAction(role?.trust ?? [], { caller, actions, context });
}

function checkDuration(role: Role, caller: Identity, duration: number): void {
  // A session of GetSessionToken counts as well (aws-vault#867, awsume#114, aws-runas#11).
  if (caller.kind !== 'user' && duration > 3600) {
    throw new ServiceError(
      400,
      'ValidationError',
      'The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.',
    );
  }
  if (duration > role.maxSessionDuration) {
    throw new ServiceError(
      400,
      'ValidationError',
      'The requested DurationSeconds exceeds the MaxSessionDuration set for this role.',
    );
  }
}

function notAuthorized(caller: Identity, action: string, roleArn: string): ServiceError {
  return new ServiceError(
    403,
    'AccessDenied',
    `User: ${caller.arn} is not authorized to perform: ${action} on resource: ${roleArn}`,
  );
}
