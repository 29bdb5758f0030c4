import type { Request } from '../core/plan/request.ts';
import { CHAIN_CAP_SECONDS } from '../core/plan/role-limits.ts';
import type { AssumeRoleStep } from '../core/plan/step.ts';
import { pasteable, pasteableWord } from '../core/text/printable.ts';
import { parseDuration, showDuration } from '../core/text/time.ts';
import type { RunContext } from './source.ts';

/** The profile asked for, its plan, and the place of the step that takes an MFA code. */
type CodeStep = Pick<RunContext, 'request' | 'profile' | 'steps' | 'index'>;

/** `awscred login deploy -d 6h`: gets just this MFA session, which the duration of a role right behind it shapes too. */
export function sessionSignIn({ request, profile, steps, index }: CodeStep): string {
  const after = steps.length - 1 - index;
  const isShaped = after === 0 || (after === 1 && request.roleArn === null);
  return command(profile, isShaped ? durationWords(request) : []);
}

/** Gets just this role, which takes its code itself. Options act on the last role alone. */
export function roleSignIn(step: AssumeRoleStep, { request, profile, steps, index }: CodeStep): string {
  const isLast = index === steps.length - 1;
  const isOwnChoice = !request.mfaSession && (step.asks ?? 0) <= CHAIN_CAP_SECONDS;
  return command(profile, [
    ...valued('--region', [request.region]),
    ...(isOwnChoice ? ['--no-mfa-session'] : []),
    ...(isLast ? [...durationWords(request), ...roleWords(request)] : []),
  ]);
}

function command(profile: string, options: readonly string[]): string {
  return pasteable('awscred login', profile, 'PROFILE', options);
}

function durationWords({ duration }: Request): readonly string[] {
  if (duration === null) {
    return [];
  }
  const shown = showDuration(duration * 1000);
  return ['-d', parseDuration(shown) === duration ? shown : String(duration)];
}

function roleWords(request: Request): readonly string[] {
  return [
    ...valued('--role-arn', [request.roleArn]),
    ...valued('--session-name', [request.sessionName]),
    ...valued('--source-identity', [request.sourceIdentity]),
    ...valued(
      '--tag',
      request.tags.map((tag) => tag.join('=')),
    ),
    ...valued('--transitive-tag', request.transitiveTags),
    ...valued('--policy', [request.policy]),
    ...valued('--policy-arn', request.policyArns),
    ...(request.readOnly ? ['--read-only'] : []),
  ];
}

function valued(name: string, values: readonly (string | null)[]): readonly string[] {
  return values.flatMap((value) => (value === null ? [] : [name, pasteableWord(value, 'VALUE')]));
}
