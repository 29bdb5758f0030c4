import type { Step } from '../../core/plan/step.ts';
import { pasteable, printable } from '../../core/text/printable.ts';
import { AwscredError, type AwsRefusal, type ErrorCode } from '../../errors.ts';
import { awsWords, refusalError } from '../../protocols/refusals/aws-refusal-text.ts';
import type { RunContext } from '../source.ts';

interface Refused {
  readonly step: Step;
  readonly context: RunContext;
  /** What was asked for, behind `AWS refused`; printable text. */
  readonly what: string;
}

/** Whatever the reason: the caller gets nothing, rather than more than was asked for. */
const NOTHING = 'nothing unnarrowed was handed out';

/** AWS's refusal to narrow, as one sentence (docs/wire.md, "Narrowing a session"). */
export function refusedScope(refusal: AwsRefusal, { step, context, what }: Refused): AwscredError {
  const { code } = refusal.facts;
  const known = MEANINGS.get(code.replace(/Exception$/, ''))?.(refusal, step);
  if (known === undefined) {
    const general = refusalError(refusal, { what, login: null, at: placeOf(step) });
    return new AwscredError(general.code, `${general.message}; ${NOTHING}`, {
      hints: general.hints,
      details: general.details,
      at: placeOf(step),
      cause: refusal,
    });
  }
  const shown = printable(code, 80);
  return new AwscredError(
    known.code ?? 'REFUSED',
    `AWS refused ${what}: ${known.sentence} (${shown}); ${NOTHING}`,
    {
      hints: [known.hint ?? `look at the plan: ${pasteable('awscred explain', context.profile, 'PROFILE')}`],
      details: awsWords(refusal),
      at: placeOf(step),
      cause: refusal,
    },
  );
}

interface ScopeMeaning {
  readonly code?: ErrorCode;
  readonly sentence: string;
  readonly hint?: string;
}

type Meaning = (refusal: AwsRefusal, step: Step) => ScopeMeaning;

const NO_OPERATION: Meaning = (_refusal, step) => ({
  sentence: `STS in ${regionOf(step)} does not have GetScopedCredentials`,
  hint: 'AWS does not offer it in every partition; a profile with a role can be narrowed by --read-only or --policy',
});

const MEANINGS: ReadonlyMap<string, Meaning> = new Map<string, Meaning>([
  ['AccessDenied', denied],
  ['UnauthorizedOperation', denied],
  ['InvalidAction', NO_OPERATION],
  ['UnknownOperation', NO_OPERATION],
  [
    'MalformedPolicyDocument',
    () => ({
      sentence: 'the policy is not valid',
      hint: 'check its actions, ARNs and conditions in IAM’s policy editor; awscred scopes prints it',
    }),
  ],
  [
    'PackedPolicyTooLarge',
    () => ({
      sentence: 'the session’s token would be too large, with its policies and tags',
      hint: 'shorten the policy, drop a layer, or send fewer session tags',
    }),
  ],
  [
    'InsufficientSessionLifetime',
    () => ({ sentence: 'it cannot outlive the session that it narrows', hint: 'ask for less: -d' }),
  ],
  [
    'InvalidSubjectCredentials',
    () => ({
      sentence: 'the credentials before it are not a session that AWS can narrow',
      hint: 'temporary credentials of a role, SSO or GetSessionToken can be narrowed, those of a root user cannot',
    }),
  ],
]);

function denied(refusal: AwsRefusal): ScopeMeaning {
  const isFull = /layer|scope[- ]?down polic|maximum|already has/i.test(refusal.facts.message);
  return isFull
    ? {
        code: 'ACCESS_DENIED',
        sentence: 'the session has three layers of policies already, which is the most',
        hint: 'the credentials were narrowed before awscred got them: use fewer scopes',
      }
    : {
        code: 'ACCESS_DENIED',
        sentence: 'the session may not call it',
        hint: 'a policy or a service control policy must allow sts:GetSessionToken and sts:GetScopedCredentials',
      };
}

function placeOf(step: Step): { readonly file: string | null; readonly line: number | null } | null {
  return Object.values(step.settings).find(({ file }) => file !== null) ?? null;
}

function regionOf(step: Step): string {
  return 'sts' in step ? step.sts.region : 'this region';
}
