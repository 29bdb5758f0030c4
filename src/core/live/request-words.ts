import type { Request } from '../plan/request.ts';

/**
 * The options that ask `process` for the same again: what shapes the plan, and what limits the cache. A code, `--refresh`
 * and how a person signs in are of one moment only.
 */
export function requestWords(request: Request): readonly string[] {
  const values: readonly (readonly [string, string | number | null])[] = [
    ['region', request.region],
    ['duration', request.duration],
    ['role-arn', request.roleArn],
    ['session-name', request.sessionName],
    ['min-ttl', request.minTtl],
    ['policy', request.policy],
    ...request.policyArns.map((arn) => ['policy-arn', arn] as const),
    ...request.tags.map(([key, value]) => ['tag', `${key}=${value}`] as const),
    ...request.transitiveTags.map((key) => ['transitive-tag', key] as const),
    ['source-identity', request.sourceIdentity],
  ];
  const flags: readonly (readonly [string, boolean])[] = [
    ['no-mfa-session', !request.mfaSession],
    ['no-cache', request.noCache],
    ['read-only', request.readOnly],
  ];
  return [
    ...values.flatMap(([name, value]) => (value === null ? [] : [`--${name}=${value}`])),
    ...flags.flatMap(([name, isOn]) => (isOn ? [`--${name}`] : [])),
  ];
}
