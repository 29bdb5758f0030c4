import type { ErrorCode } from '../../errors.ts';

/** What AWS itself gives as the reason of an AccessDenied. */
export interface DeniedReason {
  readonly code: Extract<ErrorCode, 'ACCESS_DENIED' | 'MFA_REFUSED'>;
  /**
   * `plan`: it has nothing to do with whom the role trusts; `policy`: one kind of policy decided, which the sentence
   * names; `trust`: the role's own trust policy did, by a condition that is not told; `action`: an action besides
   * sts:AssumeRole is not allowed.
   */
  readonly kind: 'plan' | 'policy' | 'trust' | 'action';
  /** `a service control policy denies it explicitly`. */
  readonly sentence: string;
  readonly hint: string | null;
  /** The action that AWS names, e.g. `sts:TagSession`; null where it names none. */
  readonly action: string | null;
}

/**
 * The reason in AWS's own words; null where they say only that the caller may not, which has many causes. Phrases of
 * IAM's "Troubleshoot access denied error messages" and of STS itself; only the phrases are matched, never whole texts.
 */
export function deniedReason(message: string): DeniedReason | null {
  const fixed = FIXED.find(([phrase]) => phrase.test(message));
  if (fixed !== undefined) {
    const [, code, sentence, hint] = fixed;
    return { code, kind: 'plan', sentence, hint, action: null };
  }
  return policyReason(message) ?? actionReason(message);
}

const FIXED: readonly (readonly [RegExp, DeniedReason['code'], string, string])[] = [
  [
    /MultiFactorAuthentication failed with invalid MFA/i,
    'MFA_REFUSED',
    'the MFA code is wrong, or was already used: each code works once',
    'wait for the next code; if it fails too, check mfa_serial and the clock of the device',
  ],
  [
    /must provide both MFA serial/i,
    'MFA_REFUSED',
    'either the MFA code or the serial of its device is missing',
    'check mfa_serial, and give the code with -t',
  ],
  [
    /MultiFactorAuthentication|MFA serial|MFA code/i,
    'MFA_REFUSED',
    'the MFA device does not belong to this user',
    'check mfa_serial: it is under IAM, Users, Security credentials',
  ],
  [
    /not be assumed by root/i,
    'ACCESS_DENIED',
    "the access keys are the root user's, and the root user may not assume roles",
    'use the access keys of an IAM user or a role as the source, and delete those of the root user',
  ],
  [
    /with session credentials/i,
    'ACCESS_DENIED',
    'it needs long-lived keys and was called with temporary ones',
    'use a source profile with access keys of a user, or --no-mfa-session',
  ],
];

const KINDS =
  'identity-based policy|resource-based policy|service control policy|resource control policy|permissions boundary|session policy|VPC endpoint policy';

const DECIDED = new RegExp(`explicit deny(?: in (?:an?|the) (${KINDS}))?|because no (${KINDS}) allows`, 'i');

function policyReason(message: string): DeniedReason | null {
  const match = DECIDED.exec(message);
  if (match === null) {
    return null;
  }
  const [, denying, missing] = match;
  const policy = denying ?? missing ?? 'policy';
  const action = actionIn(message);
  const sentence = policySentence(policy, missing === undefined ? 'denies' : 'allows', action);
  const isTrust = /^resource-based/i.test(policy);
  return {
    code: 'ACCESS_DENIED',
    kind: isTrust ? 'trust' : 'policy',
    sentence: isTrust ? `${sentence} (the role's trust policy)` : sentence,
    hint: WHOSE.get(policy.toLowerCase()) ?? null,
    action,
  };
}

/** `no session policy allows it`, `an identity-based policy denies sts:TagSession explicitly`. */
function policySentence(policy: string, verb: 'allows' | 'denies', action: string | null): string {
  const what = action === null || action === 'sts:AssumeRole' ? 'it' : action;
  if (verb === 'allows') {
    return `no ${policy} allows ${what}`;
  }
  return `${/^[aeiou]/i.test(policy) ? 'an' : 'a'} ${policy} denies ${what} explicitly`;
}

/** Where each kind of policy is, and who changes it. */
const WHOSE: ReadonlyMap<string, string> = new Map([
  ['identity-based policy', "look at the policies of the caller itself, in the caller's account"],
  ['service control policy', 'only an administrator of the AWS organization can change that'],
  ['resource control policy', 'only an administrator of the AWS organization can change that'],
  ['permissions boundary', 'look at the permissions boundary of the caller, in IAM'],
  [
    'session policy',
    "the caller's session is narrowed: by --read-only, --policy or --policy-arn, or by its permission set",
  ],
  ['vpc endpoint policy', 'look at the policy of the VPC endpoint through which this call went'],
]);

function actionReason(message: string): DeniedReason | null {
  const action = actionIn(message);
  if (action === null || action === 'sts:AssumeRole') {
    return null;
  }
  const sentence = `${action} is not allowed`;
  return { code: 'ACCESS_DENIED', kind: 'action', sentence, hint: null, action };
}

function actionIn(message: string): string | null {
  return /perform: (sts:[A-Za-z]{1,40})/.exec(message)?.[1] ?? null;
}
