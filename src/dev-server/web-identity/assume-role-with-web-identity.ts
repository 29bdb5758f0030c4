import { ServiceError } from '../service-error.ts';
import { credentialsXml } from '../sts/assume-role.ts';
import { federatedIdentity, type Identity, roleSessionIdentity } from '../sts/identity.ts';
import { ParameterCheck } from '../sts/parameter-check.ts';
import { ROLE_SESSION_NAME } from '../sts/read-assume-role.ts';
import { checkSessionPolicy, packedPolicySize, readSessionPolicy } from '../sts/policy/session-policy.ts';
import type { StsState } from '../sts/sts-state.ts';
import { refusedAction } from '../sts/policy/trust-policy.ts';
import type { XmlElements } from '../sts/xml.ts';
import type { Role } from '../world/world.ts';
import type { OidcIssuers, SoundToken } from './oidc-issuers.ts';

/** What the call needs besides STS's own state. */
export interface WebIdentityState extends StsState {
  readonly issuers: OidcIssuers;
}

/**
 * AssumeRoleWithWebIdentity: unsigned, judged by the token alone. A role that does not exist and one that does not
 * trust the token are refused in the same words.
 */
export async function assumeRoleWithWebIdentity(
  state: WebIdentityState,
  form: URLSearchParams,
): Promise<{ readonly result: XmlElements; readonly identity: Identity }> {
  const check = new ParameterCheck(form);
  const roleArn = check.required('RoleArn', { min: 20, max: 2048 });
  const sessionName = check.required('RoleSessionName', ROLE_SESSION_NAME);
  const token = check.required('WebIdentityToken', { min: 4, max: 20_000 });
  const duration = check.seconds('DurationSeconds', { min: 900, max: 43_200, default: 3600 });
  const session = readSessionPolicy(check);
  check.finish();
  const account = /^arn:[a-z-]+:iam::(\d{12}):role\/\S+$/.exec(roleArn)?.[1];
  if (account === undefined) {
    throw new ServiceError(400, 'ValidationError', 'Request ARN is invalid');
  }
  const sound = await state.issuers.judge(token, account);
  const role = trustingRole(state, roleArn, sound);
  if (duration > role.maxSessionDuration) {
    throw new ServiceError(
      400,
      'ValidationError',
      'The requested DurationSeconds exceeds the MaxSessionDuration set for this role.',
    );
  }
  checkSessionPolicy(session, role.arn);
  const identity = roleSessionIdentity(role.arn, sessionName, { sourceIdentity: null, tags: [] });
  const key = state.keys.issue(identity, state.clock.now() + duration * 1000, role.maxSessionDuration);
  return {
    identity,
    result: {
      AssumedRoleUser: { AssumedRoleId: identity.userId, Arn: identity.arn },
      Audience: sound.audience,
      Credentials: credentialsXml(key),
      PackedPolicySize: packedPolicySize(session, []),
      Provider: providerArn(role, sound.issuer),
      SubjectFromWebIdentityToken: sound.subject,
    },
  };
}

function trustingRole(state: StsState, roleArn: string, token: SoundToken): Role {
  const role = state.world.roles.find((candidate) => candidate.arn.text === roleArn);
  const host = hostAndPath(token.issuer);
  const context = new Map([
    [`${host}:sub`.toLowerCase(), token.subject],
    [`${host}:aud`.toLowerCase(), token.audience],
  ]);
  const arn = role === undefined ? '' : providerArn(role, token.issuer);
  const caller = federatedIdentity(arn, role?.arn.accountId ?? '');
  const refused = refusedAction(role?.trust ?? [], {
    caller,
    actions: ['sts:AssumeRoleWithWebIdentity'],
    context,
  });
  if (role === undefined || refused !== null) {
    throw new ServiceError(403, 'AccessDenied', 'Not authorized to perform sts:AssumeRoleWithWebIdentity');
  }
  return role;
}

function providerArn({ arn }: Role, issuer: string): string {
  return `arn:${arn.partition}:iam::${arn.accountId}:oidc-provider/${hostAndPath(issuer)}`;
}

function hostAndPath(issuer: string): string {
  return issuer.replace(/^https:\/\//, '');
}
