import { ServiceError } from '../service-error.ts';
import { credentialsXml } from '../sts/assume-role.ts';
import { type Identity, federatedIdentity, roleSessionIdentity } from '../sts/identity.ts';
import { ParameterCheck } from '../sts/parameter-check.ts';
import { checkSessionPolicy, packedPolicySize, readSessionPolicy } from '../sts/policy/session-policy.ts';
import type { StsState } from '../sts/sts-state.ts';
import { refusedAction } from '../sts/policy/trust-policy.ts';
import type { XmlElements } from '../sts/xml.ts';
import type { Role, SamlProvider } from '../world/world.ts';
import type { SamlProviders } from './saml-providers.ts';
import { type SoundAssertion, soundAssertion } from './sound-assertion.ts';

/** What the call needs besides STS's own state. */
export interface SamlState extends StsState {
  readonly saml: SamlProviders;
}

/**
 * AssumeRoleWithSAML: unsigned, judged by the assertion alone. A role that does not exist, one that the assertion does
 * not name and one that does not trust the provider are refused in the same words.
 */
export function assumeRoleWithSaml(
  state: SamlState,
  form: URLSearchParams,
): { readonly result: XmlElements; readonly identity: Identity } {
  const check = new ParameterCheck(form);
  const roleArn = check.required('RoleArn', { min: 20, max: 2048 });
  const principalArn = check.required('PrincipalArn', { min: 20, max: 2048 });
  const base64 = check.required('SAMLAssertion', { min: 4, max: 100_000 });
  const duration = check.seconds('DurationSeconds', { min: 900, max: 43_200, default: 3600 });
  const session = readSessionPolicy(check);
  check.finish();
  const provider = providerOf(state, principalArn);
  const now = state.clock.now();
  const publicKey = state.saml.publicKey(provider.name);
  const assertion = soundAssertion(base64, provider, { publicKey, now });
  const role = trustingRole(state, roleArn, principalArn, assertion);
  if (duration > role.maxSessionDuration) {
    throw new ServiceError(
      400,
      'ValidationError',
      'The requested DurationSeconds exceeds the MaxSessionDuration set for this role.',
    );
  }
  checkSessionPolicy(session, role.arn);
  const identity = roleSessionIdentity(role.arn, assertion.sessionName, { sourceIdentity: null, tags: [] });
  const key = state.keys.issue(
    identity,
    Math.min(now + duration * 1000, assertion.sessionEnds),
    role.maxSessionDuration,
  );
  return {
    identity,
    result: {
      AssumedRoleUser: { AssumedRoleId: identity.userId, Arn: identity.arn },
      Audience: assertion.recipient,
      Credentials: credentialsXml(key),
      Issuer: assertion.issuer,
      PackedPolicySize: packedPolicySize(session, []),
      Subject: assertion.subject,
      SubjectType: 'persistent',
      // Documented as not to be logged.
      TrustedIdentityPropagationContext: 'example-trusted-identity-context',
    },
  };
}

function providerOf({ saml }: SamlState, principalArn: string): SamlProvider {
  const match = /^arn:[a-z-]+:iam::(\d{12}):saml-provider\/([\w-]+)$/.exec(principalArn);
  const provider = match === null ? null : saml.named(match[2] ?? '');
  if (provider?.accounts.includes(match?.[1] ?? '') !== true) {
    throw new ServiceError(400, 'InvalidIdentityToken', `Specified provider doesn't exist (${principalArn})`);
  }
  return provider;
}

function trustingRole(
  state: StsState,
  roleArn: string,
  principalArn: string,
  assertion: SoundAssertion,
): Role {
  const role = state.world.roles.find((candidate) => candidate.arn.text === roleArn);
  const context = new Map([
    ['saml:aud', assertion.recipient],
    ['saml:iss', assertion.issuer],
    ['saml:sub', assertion.subject],
  ]);
  const caller = federatedIdentity(principalArn, role?.arn.accountId ?? '');
  const refused = refusedAction(role?.trust ?? [], { caller, actions: ['sts:AssumeRoleWithSAML'], context });
  if (role === undefined || refused !== null || !assertion.pairs.has(`${roleArn} ${principalArn}`)) {
    throw new ServiceError(403, 'AccessDenied', 'Not authorized to perform sts:AssumeRoleWithSAML');
  }
  return role;
}
