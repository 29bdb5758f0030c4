import type { Profile } from '../../core/aws-files/config-model.ts';
import { badSetting } from '../../core/aws-files/profile-setting.ts';
import { filledSettingOf } from '../../core/aws-files/setting-of.ts';
import { claimsOf } from '../../core/jwt.ts';
import type { IdentityToken } from '../../core/plan/identity-token.ts';
import type { PlanContext } from '../../core/plan/plan-context.ts';
import type { Setting } from '../../core/plan/step.ts';
import { expandHome } from '../../core/text/home-path.ts';

/** What `awscred_web_identity` takes. */
export const PROVIDERS = [
  'github-actions',
  'gitlab:VARIABLE',
  'circleci',
  'bitbucket',
  'buildkite',
  'command:LINE',
];

/** What AWS's own tools and most trust policies expect. */
const DEFAULT_AUDIENCE = 'sts.amazonaws.com';

/** The token that a profile names, and what tells the job it belongs to from another. */
export interface TokenOfProfile {
  readonly token: IdentityToken;
  readonly job: string;
}

/** A file's token. The path is used as it stands, `~` apart. AwscredError CONFIG for a relative one. */
export function fileToken(profile: Profile, setting: Setting, context: PlanContext): TokenOfProfile {
  const path = expandHome(setting.value, context.environment.home);
  if (!/^(?:\/|[A-Za-z]:[\\/]|\\\\)/.test(path)) {
    throw badSetting(profile, 'web_identity_token_file', setting, {
      is: 'is not a full path: it would depend on the current folder',
    });
  }
  return { token: { how: 'file', path }, job: '' };
}

/** The token of the CI that `awscred_web_identity` names. AwscredError CONFIG for one that awscred does not know. */
export function ciToken(profile: Profile, setting: Setting, context: PlanContext): TokenOfProfile {
  const { environment } = context;
  const colon = setting.value.indexOf(':');
  const provider = colon < 0 ? setting.value : setting.value.slice(0, colon);
  const rest = colon < 0 ? '' : setting.value.slice(colon + 1).trim();
  const audience = filledSettingOf(profile, 'awscred_web_identity_audience')?.value ?? null;
  const bad = (is: string, hints: readonly string[] = []) =>
    badSetting(profile, 'awscred_web_identity', setting, { is, hints });
  const known = KNOWN.get(provider);
  if (known === undefined) {
    throw bad(`is not one of ${PROVIDERS.join(', ')}`);
  }
  const token = known({ rest, audience, bad });
  return { token, job: jobOf(token, environment) };
}

interface Asked {
  /** What stands behind the colon. */
  readonly rest: string;
  readonly audience: string | null;
  readonly bad: (is: string, hints?: readonly string[]) => Error;
}

const KNOWN: ReadonlyMap<string, (asked: Asked) => IdentityToken> = new Map([
  ['github-actions', ({ audience }: Asked) => ({ how: 'github', audience: audience ?? DEFAULT_AUDIENCE })],
  ['gitlab', gitlab],
  ['circleci', circleci],
  ['bitbucket', () => ({ how: 'variable', provider: 'Bitbucket', name: 'BITBUCKET_STEP_OIDC_TOKEN' })],
  ['buildkite', buildkite],
  ['command', command],
]);

function gitlab({ rest, bad }: Asked): IdentityToken {
  if (!/^[A-Za-z_]\w*$/.test(rest)) {
    throw bad('does not name the variable of its token', [
      'write gitlab:NAME, where the job has `id_tokens: NAME: aud: https://…`',
    ]);
  }
  return { how: 'variable', provider: 'GitLab', name: rest };
}

function circleci({ audience }: Asked): IdentityToken {
  return audience === null
    ? { how: 'variable', provider: 'CircleCI', name: 'CIRCLE_OIDC_TOKEN_V2' }
    : {
        how: 'program',
        provider: 'CircleCI',
        line: `circleci run oidc get --claims ${shellWord(JSON.stringify({ aud: audience }))}`,
      };
}

function buildkite({ audience }: Asked): IdentityToken {
  const wanted = shellWord(audience ?? DEFAULT_AUDIENCE);
  return {
    how: 'program',
    provider: 'Buildkite',
    line: `buildkite-agent oidc request-token --audience ${wanted}`,
  };
}

function command({ rest, bad }: Asked): IdentityToken {
  if (rest === '') {
    throw bad('names no program', ['write command:/path/to/program ARGUMENTS']);
  }
  return { how: 'program', provider: 'the command', line: rest };
}

/** One word for those who split as a POSIX shell does. */
function shellWord(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

/** What of the surroundings is another job's where the token is: never the token itself. */
function jobOf(token: IdentityToken, environment: PlanContext['environment']): string {
  const get = (name: string): string | null => environment.get(name);
  switch (token.how) {
    case 'file':
      return '';
    case 'variable':
      return JSON.stringify(claimsOf(get(token.name)?.trim() ?? ''));
    case 'github':
      return get('ACTIONS_ID_TOKEN_REQUEST_URL') ?? '';
    case 'program':
      return JOB_VARIABLES.map((name) => get(name) ?? '').join(' ');
  }
}

const JOB_VARIABLES = ['BUILDKITE_JOB_ID', 'CIRCLE_WORKFLOW_JOB_ID', 'CIRCLE_BUILD_NUM'];
