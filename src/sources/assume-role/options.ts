import { AwscredError } from '../../errors.ts';
import { parseArn } from '../../core/arn.ts';
import { option } from '../../core/aws-files/profile-setting.ts';
import { quoted } from '../../core/text/printable.ts';
import type { Request } from '../../core/plan/request.ts';
import { ROLE_LIMITS, tagFault } from '../../core/plan/role-limits.ts';
import { showDuration } from '../../core/text/time.ts';
import type { AssumeRoleStep, Setting } from '../../core/plan/step.ts';

/** Tags, policies, source identity, session name and duration as options give them. AwscredError USAGE beyond STS's limits. */
export function withOptions(step: AssumeRoleStep, request: Request): AssumeRoleStep {
  const tags = [...step.tags.filter(([key]) => !request.tags.some(([own]) => own === key)), ...request.tags];
  refuse(request.tags.length > 0 ? tagFault(tags) : null, '--tag');
  return {
    ...step,
    ...commonOptions(step, request),
    externalId: limited(request.externalId, 'externalId', '--external-id') ?? step.externalId,
    sourceIdentity:
      limited(request.sourceIdentity, 'sourceIdentity', '--source-identity') ?? step.sourceIdentity,
    tags,
    transitiveTags: [...new Set([...step.transitiveTags, ...request.transitiveTags])],
  };
}

/** The same for a role assumed with a token or an assertion, which brings its own tags and source identity. */
export function withRoleOptions<S extends RoleStep>(step: S, request: Request): S {
  const own = [
    ['--tag', request.tags.length > 0],
    ['--transitive-tag', request.transitiveTags.length > 0],
    ['--source-identity', request.sourceIdentity !== null],
    ['--external-id', request.externalId !== null],
  ] as const;
  const odd = own.find(([, isGiven]) => isGiven);
  if (odd !== undefined) {
    throw new AwscredError(
      'USAGE',
      `${odd[0]} cannot be sent with a token: its provider puts that into the token`,
    );
  }
  return { ...step, ...commonOptions(step, request) };
}

/** What every step that gives a role's credentials has. */
type RoleStep = Pick<
  AssumeRoleStep,
  'settings' | 'asks' | 'roleArn' | 'roleSessionName' | 'policy' | 'policyArns'
>;

function commonOptions(step: RoleStep, request: Request): Omit<RoleStep, 'roleArn'> {
  const partition = step.roleArn.split(':')[1] ?? 'aws';
  const readOnly = request.readOnly ? [`arn:${partition}:iam::aws:policy/ReadOnlyAccess`] : [];
  return {
    settings: { ...step.settings, ...optionSettings(request) },
    asks: request.duration === null ? step.asks : ranged(request.duration),
    roleSessionName: limited(request.sessionName, 'sessionName', '--session-name') ?? step.roleSessionName,
    policy: checkedPolicy(request.policy) ?? step.policy,
    policyArns: [...step.policyArns, ...request.policyArns.map(checkedPolicyArn), ...readOnly],
  };
}

function optionSettings(request: Request): Record<string, Setting> {
  const settings: Record<string, Setting> = {};
  const tags = request.tags.map((tag) => tag.join('='));
  const given: readonly (readonly [string, string, string | null])[] = [
    ['duration_seconds', '--duration', request.duration === null ? null : String(request.duration)],
    ['role_session_name', '--session-name', request.sessionName],
    ['external_id', '--external-id', request.externalId],
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

function limited(
  text: string | null,
  limit: 'sessionName' | 'sourceIdentity' | 'externalId',
  name: string,
): string | null {
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
