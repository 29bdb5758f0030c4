import type { AssumeRoleStep, Setting, Step } from '../../core/plan/step.ts';
import { printable } from '../../core/text/printable.ts';
import { showDuration } from '../../core/text/time.ts';
import { AwscredError, type AwsRefusal } from '../../errors.ts';
import { type DeniedReason, deniedReason } from '../../protocols/refusals/access-denied.ts';
import { awsWords, refusalError } from '../../protocols/refusals/aws-refusal-text.ts';
import { sessionSignIn } from '../sign-in-command.ts';
import type { Caller, RunContext } from '../source.ts';

/**
 * AccessDenied on AssumeRole often says the same for many causes, on purpose; then the plan tells which are likely.
 * Where AWS gives a reason, that comes first, and no cause that contradicts it is guessed.
 */
export function refusedHop(refusal: AwsRefusal, step: AssumeRoleStep, context: RunContext): AwscredError {
  const { code, message } = refusal.facts;
  const reason = deniedReason(message);
  if (code !== 'AccessDenied' || reason?.kind === 'plan') {
    return refusalError(refusal, {
      what: `AssumeRole of ${printable(step.roleArn)}`,
      login: null,
      at: blamed(refusal, step),
    });
  }
  const { steps, index, caller } = context;
  const hop = { step, before: steps.slice(0, index), caller, sessionAge: ageOfSession(context) };
  const likely = causesOf(reason, hop).slice(0, MOST_CAUSES);
  const told = reason === null ? '' : `: ${reason.sentence}`;
  const hints = [reason?.hint ?? null, newCode(reason, hop, context)].filter((hint) => hint !== null);
  return new AwscredError(
    'ACCESS_DENIED',
    `AWS refused hop ${index + 1} of ${steps.length}: ${caller.short} may not assume ${printable(step.roleArn)} (AccessDenied)${told}`,
    {
      details: [
        ...likely.map((cause, place) => `${place === 0 ? 'likely' : '      '}  ${place + 1}  ${cause}`),
        ...awsWords(refusal),
      ],
      hints,
      cause: refusal,
    },
  );
}

const MOST_CAUSES = 8;

interface Hop {
  readonly step: AssumeRoleStep;
  readonly before: readonly Step[];
  readonly caller: Caller;
  /** For people, of an MFA session that was kept from an earlier run; null for none. */
  readonly sessionAge: string | null;
}

function ageOfSession({ caller, upstreamKeptAt, ports }: RunContext): string | null {
  return caller.hasMfa && upstreamKeptAt !== null ? showDuration(ports.clock.now() - upstreamKeptAt) : null;
}

/** A role may want a younger code than the one that a kept session was made with. */
function newCode(reason: DeniedReason | null, { sessionAge }: Hop, context: RunContext): string | null {
  if (sessionAge === null || reason?.kind === 'policy' || reason?.kind === 'action') {
    return null;
  }
  const login = sessionSignIn({ ...context, index: context.index - 1 });
  return `for a new code: ${login}, or add -t CODE; --no-mfa-session sends the code in AssumeRole itself`;
}

/** The line to look at: the duration where AWS speaks of it, else the role itself. */
function blamed({ facts }: AwsRefusal, step: AssumeRoleStep): Setting | null {
  const duration = /duration/i.test(facts.message) ? step.settings['duration_seconds'] : undefined;
  return duration ?? step.settings['role_arn'] ?? null;
}

/** In order of likelihood for this plan, as far as AWS's reason leaves room. */
function causesOf(reason: DeniedReason | null, hop: Hop): readonly string[] {
  switch (reason?.kind) {
    case undefined:
      return causes(hop);
    case 'trust':
      return conditions(hop);
    case 'action':
      return ofAction(reason.action ?? '', hop);
    default:
      return [];
  }
}

function causes(hop: Hop): readonly string[] {
  const { step, caller } = hop;
  const permission = `${caller.short} lacks the permission sts:AssumeRole on it`;
  // Roles often require MFA of a person's keys. A role session cannot carry MFA, so roles behind one rarely require it.
  const mfa = mfaCause(hop);
  return [
    ...aged(hop),
    untrusted(hop),
    ...otherExternalId(step),
    ...(caller.isUser ? [mfa, permission] : [permission, mfa]).filter((cause) => cause !== null),
    ...(step.tags.length > 0 || step.transitiveTags.length > 0
      ? ['the trust policy does not allow sts:TagSession, which session tags need']
      : []),
    ...(step.sourceIdentity === null
      ? []
      : ['the trust policy does not allow sts:SetSourceIdentity, or the chain has another identity already']),
    `the role does not exist, or its ARN is misspelt (${place(step.settings['role_arn'])})`,
    otherName(step),
    ...noExternalId(step),
    'a service control policy or a permissions boundary forbids it',
  ];
}

/** What a trust policy may ask for. */
function conditions(hop: Hop): readonly string[] {
  const { step } = hop;
  return [
    ...aged(hop),
    untrusted(hop),
    ...otherExternalId(step),
    mfaCause(hop),
    ...noExternalId(step),
    otherName(step),
  ].filter((cause) => cause !== null);
}

function ofAction(action: string, { step, caller }: Hop): readonly string[] {
  const name = printable(action, 60);
  const inherited =
    action === 'sts:TagSession' && step.tags.length === 0 ? ' (the hop before passes its tags on)' : '';
  const needs = action === 'sts:TagSession' ? `, which session tags need${inherited}` : '';
  return [
    `the role's trust policy does not allow ${name}${needs}`,
    ...(action === 'sts:SetSourceIdentity'
      ? ['the chain has another source identity already, and it cannot be changed']
      : []),
    `${caller.short} lacks the permission ${name} on it`,
    `a service control policy or a permissions boundary forbids ${name}`,
  ];
}

function untrusted({ caller }: Hop): string {
  return `the role's trust policy does not name ${caller.full}`;
}

function aged({ sessionAge }: Hop): readonly string[] {
  return sessionAge === null
    ? []
    : [
        `the MFA session is ${sessionAge} old, and the role may require a newer code (aws:MultiFactorAuthAge)`,
      ];
}

function otherExternalId(step: AssumeRoleStep): readonly string[] {
  return step.externalId === null
    ? []
    : [`it expects another external id than ${place(step.settings['external_id'])}`];
}

function noExternalId(step: AssumeRoleStep): readonly string[] {
  return step.externalId === null
    ? ['it requires an external id, and the profile has none (external_id)']
    : [];
}

function otherName(step: AssumeRoleStep): string {
  const set =
    step.settings['role_session_name'] === undefined ? 'set role_session_name' : 'role_session_name';
  return `it expects another session name than ${printable(step.roleSessionName, 64)} (sts:RoleSessionName; ${set})`;
}

function mfaCause({ step, before, caller }: Hop): string | null {
  if (step.mfa !== null || caller.hasMfa) {
    return null;
  }
  const earlier = before.some((one) => one.mfa !== null);
  return earlier
    ? 'it requires MFA, and an MFA code does not reach past the first role of a chain'
    : 'it requires MFA, and nothing in this chain gives a code (mfa_serial)';
}

function place(setting: Setting | undefined): string {
  return setting === undefined || setting.file === null
    ? 'the one given'
    : `${setting.file}:${setting.line ?? 0}`;
}
