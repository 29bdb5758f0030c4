import { printable } from '../../core/text/printable.ts';
import type { AssumeRoleStep, Setting, Step } from '../../core/plan/step.ts';
import { AwscredError, type AwsRefusal } from '../../errors.ts';
import { refusalError } from '../../protocols/refusals/aws-refusal-text.ts';
import type { Caller, RunContext } from '../source.ts';

/** AWS answers AccessDenied for many causes alike, on purpose. The plan shows which are likely. */
export function refusedHop(refusal: AwsRefusal, step: AssumeRoleStep, context: RunContext): AwscredError {
  if (refusal.facts.code !== 'AccessDenied') {
    return refusalError(refusal, {
      what: `AssumeRole of ${printable(step.roleArn)}`,
      login: null,
      at: blamed(refusal, step),
    });
  }
  const { steps, index, caller } = context;
  const likely = causes(step, steps.slice(0, index), caller).slice(0, 6);
  return new AwscredError(
    'ACCESS_DENIED',
    `AWS refused hop ${index + 1} of ${steps.length}: ${caller.short} may not assume ${printable(step.roleArn)} (AccessDenied)`,
    {
      details: likely.map((cause, place) => `${place === 0 ? 'likely' : '      '}  ${place + 1}  ${cause}`),
      cause: refusal,
    },
  );
}

/** The line to look at: the duration where AWS speaks of it, else the role itself. */
function blamed({ facts }: AwsRefusal, step: AssumeRoleStep): Setting | null {
  const duration = /duration/i.test(facts.message) ? step.settings['duration_seconds'] : undefined;
  return duration ?? step.settings['role_arn'] ?? null;
}

/** In order of likelihood for this plan. */
function causes(step: AssumeRoleStep, before: readonly Step[], caller: Caller): readonly string[] {
  const list = [`the role's trust policy does not name ${caller.full}`];
  if (step.externalId !== null) {
    list.push(`it wants another external id than ${place(step.settings['external_id'])}`);
  }
  const mfa = caller.hasMfa ? null : mfaCause(step, before);
  const permission = `${caller.short} lacks the permission sts:AssumeRole on it`;
  // Roles often require MFA of a person's keys. A role session cannot carry MFA, so roles behind one rarely require it.
  list.push(...(caller.isUser ? [mfa, permission] : [permission, mfa]).filter((cause) => cause !== null));
  if (step.tags.length > 0 || step.transitiveTags.length > 0) {
    list.push('the trust policy does not allow sts:TagSession, which session tags need');
  }
  if (step.sourceIdentity !== null) {
    list.push(
      'the trust policy does not allow sts:SetSourceIdentity, or the chain has another identity already',
    );
  }
  list.push(`the role does not exist, or its ARN is misspelt (${place(step.settings['role_arn'])})`);
  if (step.externalId === null) {
    list.push('it wants an external id, and the profile has none (external_id)');
  }
  list.push('a service control policy or a permissions boundary forbids it');
  return list;
}

function mfaCause(step: AssumeRoleStep, before: readonly Step[]): string | null {
  if (step.mfa !== null) {
    return null;
  }
  const earlier = before.some((one) => one.mfa !== null);
  return earlier
    ? 'it wants MFA, and an MFA code does not reach past the first role of a chain'
    : 'it wants MFA, and nothing in this chain gives a code (mfa_serial)';
}

function place(setting: Setting | undefined): string {
  return setting === undefined || setting.file === null
    ? 'the one given'
    : `${setting.file}:${setting.line ?? 0}`;
}
