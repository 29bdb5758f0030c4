import type { Identity } from './identity.ts';
import type { AssumeRoleParameters } from './read-assume-role.ts';
import type { ConditionContext } from './policy/trust-policy.ts';

/** The condition keys that a trust policy may ask about in an AssumeRole call. */
export function assumeRoleContext(
  caller: Identity,
  request: AssumeRoleParameters & { hasCode: boolean },
  now: number,
): ConditionContext {
  const [roleOrUser = caller.arn] = caller.knownAs;
  const pairs: [string, string | null][] = [
    ['sts:externalid', request.externalId],
    ['sts:rolesessionname', request.sessionName],
    ['sts:sourceidentity', request.sourceIdentity],
    ['aws:sourceidentity', caller.sourceIdentity],
    ['aws:principalarn', roleOrUser],
    ['aws:principalaccount', caller.accountId],
    ...mfaKeys(caller, request.hasCode, now),
    ...request.tags.map((tag): [string, string] => [`aws:requesttag/${tag.key.toLowerCase()}`, tag.value]),
    ...caller.tags.map((tag): [string, string] => [`aws:principaltag/${tag.key.toLowerCase()}`, tag.value]),
  ];
  return new Map(pairs.filter((pair): pair is [string, string] => pair[1] !== null));
}

// Long-term keys without a code have neither key; temporary ones without MFA say false and have no age.
function mfaKeys(caller: Identity, hasCode: boolean, now: number): [string, string | null][] {
  const at = hasCode ? now : caller.mfaAt;
  if (at === null) {
    return [['aws:multifactorauthpresent', caller.kind === 'user' ? null : 'false']];
  }
  return [
    ['aws:multifactorauthpresent', 'true'],
    ['aws:multifactorauthage', String(Math.floor((now - at) / 1000))],
  ];
}
