import { AwscredError } from '../../errors.ts';
import { parseArn } from '../../core/arn.ts';
import { option } from '../../core/aws-files/profile-setting.ts';
import { pasteable, quoted } from '../../core/text/printable.ts';
import type { Request } from '../../core/plan/request.ts';
import { ROLE_LIMITS, tagFault } from '../../core/plan/role-limits.ts';
import { showDuration } from '../../core/text/time.ts';
import type { AssumeRoleStep, MfaSessionStep, Setting, Step } from '../../core/plan/step.ts';

/** Tags, policies, source identity, session name and duration given as options act on the plan's last role. */
export function withRequest(steps: readonly Step[], request: Request, profile: string): readonly Step[] {
  const wanted = optionsFor(request);
  if (wanted.length === 0) {
    return steps;
  }
  const last = steps.at(-1);
  if (last?.kind === 'mfa-session' && wanted.every((name) => name === '--duration')) {
    return [...steps.slice(0, -1), withSessionDuration(last, request)];
  }
  if (last?.kind !== 'assume-role') {
    throw new AwscredError(
      'USAGE',
      `${wanted[0] ?? ''} has nothing to act on: this profile assumes no role`,
      {
        hints: [
          `add --role-arn ARN for one more hop, or look: ${pasteable('awscred explain', profile, 'PROFILE')}`,
        ],
      },
    );
  }
  return [...steps.slice(0, -1), withOptions(last, request)];
}

function optionsFor(request: Request): readonly string[] {
  const given: readonly (readonly [string, boolean])[] = [
    ['--duration', request.duration !== null],
    ['--session-name', request.sessionName !== null],
    ['--source-identity', request.sourceIdentity !== null],
    ['--tag', request.tags.length > 0],
    ['--transitive-tag', request.transitiveTags.length > 0],
    ['--policy', request.policy !== null],
    ['--policy-arn', request.policyArns.length > 0],
    ['--read-only', request.readOnly],
  ];
  return given.filter(([, there]) => there).map(([name]) => name);
}

function withOptions(step: AssumeRoleStep, request: Request): AssumeRoleStep {
  const tags = [...step.tags.filter(([key]) => !request.tags.some(([own]) => own === key)), ...request.tags];
  refuse(request.tags.length > 0 ? tagFault(tags) : null, '--tag');
  const partition = step.roleArn.split(':')[1] ?? 'aws';
  const readOnly = request.readOnly ? [`arn:${partition}:iam::aws:policy/ReadOnlyAccess`] : [];
  return {
    ...step,
    settings: { ...step.settings, ...optionSettings(request) },
    asks: request.duration === null ? step.asks : ranged(request.duration),
    roleSessionName: limited(request.sessionName, 'sessionName', '--session-name') ?? step.roleSessionName,
    sourceIdentity:
      limited(request.sourceIdentity, 'sourceIdentity', '--source-identity') ?? step.sourceIdentity,
    tags,
    transitiveTags: [...new Set([...step.transitiveTags, ...request.transitiveTags])],
    policy: checkedPolicy(request.policy) ?? step.policy,
    policyArns: [...step.policyArns, ...request.policyArns.map(checkedPolicyArn), ...readOnly],
  };
}

function withSessionDuration(step: MfaSessionStep, request: Request): MfaSessionStep {
  const asks = request.duration ?? step.asks ?? 0;
  const fits = asks >= 900 && asks <= 129_600;
  refuse(fits ? null : 'is not between 15m and 36h', `--duration ${showDuration(asks * 1000)}`);
  return {
    ...step,
    asks,
    settings: { ...step.settings, duration_seconds: option(String(asks), '--duration') },
  };
}

function optionSettings(request: Request): Record<string, Setting> {
  const settings: Record<string, Setting> = {};
  const tags = request.tags.map((tag) => tag.join('='));
  const given: readonly (readonly [string, string, string | null])[] = [
    ['duration_seconds', '--duration', request.duration === null ? null : String(request.duration)],
    ['role_session_name', '--session-name', request.sessionName],
    ['source_identity', '--source-identity', request.sourceIdentity],
    ['session_tags', '--tag', listed(tags)],
    ['transitive_session_tags', '--transitive-tag', listed(request.transitiveTags)],
    ['policy', '--policy', request.policy],
    ['policy_arns', '--policy-arn', listed(request.policyArns)],
    ['read_only', '--read-only', request.readOnly ? 'true' : null],
  ];
  for (const [key, name, value] of given) {
    if (value !== null) {
      settings[key] = option(value, name);
    }
  }
  return settings;
}

function listed(values: readonly string[]): string | null {
  return values.length === 0 ? null : values.join(',');
}

function ranged(seconds: number): number {
  const fits = ROLE_LIMITS.duration.fits(String(seconds));
  refuse(fits ? null : 'is not between 15m and 12h', `--duration ${showDuration(seconds * 1000)}`);
  return seconds;
}

function limited(text: string | null, limit: 'sessionName' | 'sourceIdentity', name: string): string | null {
  const fits = text === null || ROLE_LIMITS[limit].fits(text);
  refuse(fits ? null : ROLE_LIMITS[limit].is, `${name} ${quoted(text ?? '')}`);
  return text;
}

/** STS accepts 2,048 characters of JSON. Checked here, before any call. */
function checkedPolicy(policy: string | null): string | null {
  if (policy !== null) {
    refuse(policy.length > 2048 ? 'is longer than 2048 characters' : null, '--policy');
    try {
      JSON.parse(policy);
    } catch {
      refuse('is not JSON text', '--policy');
    }
  }
  return policy;
}

function checkedPolicyArn(arn: string): string {
  refuse(parseArn(arn) === null ? 'is not an ARN' : null, `--policy-arn ${quoted(arn)}`);
  return arn;
}

function refuse(fault: string | null, name: string): void {
  if (fault !== null) {
    throw new AwscredError('USAGE', `${name} ${fault}`);
  }
}
