import type { AssumeRoleCommandInput, GetSessionTokenCommandInput } from '@aws-sdk/client-sts';

import type { Secret } from '../../core/secret.ts';
import type { AssumeRoleRequest, MfaCode, SessionTokenRequest } from '../../ports/aws.ts';

/** AssumeRole's parameters as the SDK spells them; what was not asked for is not sent. */
export function assumeRoleInput(request: AssumeRoleRequest): AssumeRoleCommandInput {
  const { roleArn, roleSessionName, durationSeconds, externalId, sourceIdentity, policy } = request;
  const { tags, transitiveTags, policyArns } = request;
  return {
    RoleArn: roleArn,
    RoleSessionName: roleSessionName,
    ...(durationSeconds === null ? {} : { DurationSeconds: durationSeconds }),
    ...(externalId === null ? {} : { ExternalId: externalId }),
    ...(sourceIdentity === null ? {} : { SourceIdentity: sourceIdentity }),
    ...(policy === null ? {} : { Policy: policy }),
    // An empty list would be sent as such.
    ...(tags.length === 0 ? {} : { Tags: tags.map(([Key, Value]) => ({ Key, Value })) }),
    ...(transitiveTags.length === 0 ? {} : { TransitiveTagKeys: [...transitiveTags] }),
    ...(policyArns.length === 0 ? {} : { PolicyArns: policyArns.map((arn) => ({ arn })) }),
    ...mfaInput(request.mfa),
  };
}

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
