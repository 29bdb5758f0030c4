import type {
  AssumeRoleCommandInput,
  GetFederationTokenCommandInput,
  GetScopedCredentialsCommandInput,
  GetSessionTokenCommandInput,
} from '@aws-sdk/client-sts';
import type { Secret } from '../../../core/secret.ts';
import type {
  AssumeRoleRequest,
  FederationTokenRequest,
  MfaCode,
  SamlRequest,
  ScopedRequest,
  SessionTokenRequest,
  WebIdentityRequest,
} from '../../../ports/aws.ts';

/** AssumeRole's parameters as the SDK spells them; what was not asked for is not sent. */
export function assumeRoleInput(request: AssumeRoleRequest): AssumeRoleCommandInput {
  const { externalId, sourceIdentity, tags, transitiveTags } = request;
  return {
    ...roleInput(request),
    ...(externalId === null ? {} : { ExternalId: externalId }),
    ...(sourceIdentity === null ? {} : { SourceIdentity: sourceIdentity }),
    // The SDK would send an empty list.
    ...(tags.length === 0 ? {} : { Tags: tags.map(([Key, Value]) => ({ Key, Value })) }),
    ...(transitiveTags.length === 0 ? {} : { TransitiveTagKeys: [...transitiveTags] }),
    ...mfaInput(request.mfa),
  };
}

/** AssumeRoleWithSAML's. */
export function samlInput({ principalArn, ...request }: SamlRequest, assertion: Secret) {
  return { ...sessionInput(request), PrincipalArn: principalArn, SAMLAssertion: assertion.reveal() };
}

/** Those of a role whose session is named. */
export function roleInput(request: WebIdentityRequest) {
  return { ...sessionInput(request), RoleSessionName: request.roleSessionName };
}

/** What every way of assuming a role takes. */
function sessionInput(request: Omit<WebIdentityRequest, 'roleSessionName'>) {
  const { roleArn, durationSeconds, policy, policyArns } = request;
  return {
    RoleArn: roleArn,
    ...(durationSeconds === null ? {} : { DurationSeconds: durationSeconds }),
    ...(policy === null ? {} : { Policy: policy }),
    ...(policyArns.length === 0 ? {} : { PolicyArns: policyArns.map((arn) => ({ arn })) }),
  };
}

/** GetFederationToken's. */
export function federationInput(request: FederationTokenRequest): GetFederationTokenCommandInput {
  const { name, durationSeconds, policy, policyArns, tags } = request;
  return {
    Name: name,
    ...(durationSeconds === null ? {} : { DurationSeconds: durationSeconds }),
    ...(policy === null ? {} : { Policy: policy }),
    ...(policyArns.length === 0 ? {} : { PolicyArns: policyArns.map((arn) => ({ arn })) }),
    ...(tags.length === 0 ? {} : { Tags: tags.map(([Key, Value]) => ({ Key, Value })) }),
  };
}

/** GetScopedCredentials'. */
export function scopedInput(request: ScopedRequest): GetScopedCredentialsCommandInput {
  const { policy, durationSeconds, description } = request;
  return {
    ...(policy === null ? {} : { Policy: policy }),
    ...(durationSeconds === null ? {} : { DurationSeconds: durationSeconds }),
    ...(description === null ? {} : { ScopedSessionDescription: description }),
  };
}

/** GetSessionToken's. */
export function sessionTokenInput(request: SessionTokenRequest): GetSessionTokenCommandInput {
  const { durationSeconds, mfa } = request;
  return { ...(durationSeconds === null ? {} : { DurationSeconds: durationSeconds }), ...mfaInput(mfa) };
}

/** The code of a call, for what no text may show. */
export function codeOf(mfa: MfaCode | null): readonly Secret[] {
  return mfa === null ? [] : [mfa.code];
}

function mfaInput(mfa: MfaCode | null): { SerialNumber?: string; TokenCode?: string } {
  return mfa === null ? {} : { SerialNumber: mfa.serial, TokenCode: mfa.code.reveal() };
}
