import type { Job, Request } from '../plan/request.ts';

/** How a field of a request is asked for again; null for what is of one moment or of the command's own. */
type Again<K extends keyof Request> = ((value: Request[K]) => readonly string[]) | null;

/** THE TABLE of all fields, so that a new option cannot be forgotten. */
const AGAIN: { readonly [K in keyof Request]: Again<K> } = {
  job: jobWords,
  region: (value) => option('region', value),
  duration: (value) => option('duration', value),
  roleArn: (value) => option('role-arn', value),
  sessionName: (value) => option('session-name', value),
  externalId: (value) => option('external-id', value),
  minTtl: (value) => option('min-ttl', value),
  policy: (value) => option('policy', value),
  policyArns: (values) => values.flatMap((value) => option('policy-arn', value)),
  tags: (pairs) => pairs.flatMap(([key, value]) => option('tag', `${key}=${value}`)),
  transitiveTags: (keys) => keys.flatMap((key) => option('transitive-tag', key)),
  sourceIdentity: (value) => option('source-identity', value),
  allowedAccountIds: (ids) => (ids.length === 0 ? [] : option('allowed-account-ids', ids.join(','))),
  mfaSession: (isOn) => (isOn ? [] : ['--no-mfa-session']),
  noCache: (isOn) => (isOn ? ['--no-cache'] : []),
  readOnly: (isOn) => (isOn ? ['--read-only'] : []),
  scopes: (names) => names.flatMap((name) => option('scope', name)),
  // It is for the trail, and no other program's arguments show it.
  reason: null,
  // A code is used once, an assertion for minutes; `--refresh` would ask AWS each time; the line never signs in.
  mfaToken: null,
  samlResponse: null,
  refresh: null,
  noBrowser: null,
  deviceCode: null,
  waitTimeout: null,
  purpose: null,
  asking: null,
};

/** The options that ask `process` for the same again: what shapes the plan, and what limits the cache. */
export function requestWords(request: Request): readonly string[] {
  return (Object.keys(AGAIN) as (keyof Request)[]).flatMap((field) => wordsOf(field, request));
}

function wordsOf<K extends keyof Request>(field: K, request: Request): readonly string[] {
  const again: Again<K> = AGAIN[field];
  return again?.(request[field]) ?? [];
}

function option(name: string, value: string | number | null): readonly string[] {
  return value === null ? [] : [`--${name}=${value}`];
}

function jobWords(job: Job | null): readonly string[] {
  if (job === null) {
    return [];
  }
  return job.kind === 'environment'
    ? ['--from-env']
    : [
        ...option('role-arn', job.roleArn),
        ...option('web-identity', job.provider),
        ...option('web-identity-audience', job.audience),
      ];
}
