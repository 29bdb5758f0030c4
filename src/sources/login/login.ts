import { accountOf } from '../../core/arn.ts';
import type { Profile } from '../../core/aws-files/config-model.ts';
import { badSetting, present } from '../../core/aws-files/profile-setting.ts';
import { filledSettingOf } from '../../core/aws-files/setting-of.ts';
import { type PlanContext, siteIn } from '../../core/plan/plan-context.ts';
import type { LoginStep } from '../../core/plan/step.ts';
import { expandHome } from '../../core/text/home-path.ts';
import { printable } from '../../core/text/printable.ts';
import { type Claim, siteDigest, type Source } from '../source.ts';
import { createHash } from 'node:crypto';

/** Credentials of a console sign-in (`aws login`), which AWS's tools and awscred keep in one file. */
export const loginSession: Source<LoginStep> = {
  kind: 'login',
  credentialSource: null,
  claim: claimed,
  machineStep: () => null,

  identity: (step) => ({ role: null, account: accountOf(step.loginSession), who: who(step) }),
  label: (step) => `console sign-in of ${who(step)}`,
  digest: (step) => [step.loginSession, ...siteDigest(step.signin)],

  // They are in AWS's own file, which every tool renews in place.
  isKept: false,
  // No record holds the variables that name the endpoint and the cache.
  hot: { result: false, chain: false },
  isLongLived: () => false,

  // STS does not count the user's own session as a role session; a role's own it does.
  chains: ({ loginSession: arn }) => arn.includes(':assumed-role/'),
  capped: (step) => step,
  limit: { why: 'AWS gives a quarter of an hour, and renews it', canAskMore: false },
  narrowed: () => null,

  signIn: () => null,
  isPersonal: () => false,
  ownCode: () => null,
  needsPerson: async () => Promise.resolve(null),

  origin: () => 'console sign-in',
  isHop: true,
  headline: (step) => printable(step.loginSession, 200),
  sites: (step) => [step.signin],
  caller: (step) => ({
    short: printable(who(step), 80),
    full: printable(step.loginSession, 200),
    isUser: !step.loginSession.includes(':assumed-role/'),
    hasMfa: false,
  }),

  describe: ({ signin }) => `reads AWS's login cache, and renews it at ${new URL(signin.endpoint).host}`,

  async run(step, _upstream, { ports, request }) {
    const { loginCredentials } = await import('../../protocols/console-login/renew-login.ts');
    const { lockWait } = await import('../../protocols/together/lock-wait.ts');
    return loginCredentials(step, lockWait(ports, request), ports);
  },
};

/** AWS's default where a profile names no region. */
const DEFAULT_REGION = 'us-east-1';

function who({ loginSession: arn }: LoginStep): string {
  return `${arn.split('/').at(-1) ?? arn} (${accountOf(arn) ?? '?'})`;
}

function claimed(profile: Profile, context: PlanContext): Claim | null {
  const setting = filledSettingOf(profile, 'login_session');
  if (setting === null) {
    return null;
  }
  if (!/^arn:[a-z-]+:(?:iam|sts)::\d+:\S+$/.test(setting.value.trim())) {
    throw badSetting(profile, 'login_session', setting, {
      is: 'is not the ARN of a console session',
      hints: ['`awscred login --console PROFILE` writes it'],
    });
  }
  const step: LoginStep = {
    kind: 'login',
    profile: profile.name,
    settings: present([['login_session', setting]]),
    asks: null,
    caps: [],
    mfa: null,
    loginSession: setting.value.trim(),
    signin: siteIn(context, 'signin', context.region?.value ?? DEFAULT_REGION),
    file: loginFilePath(setting.value, context.environment),
  };
  return { step, upstream: null };
}

/** Where AWS's tools keep a session: `AWS_LOGIN_CACHE_DIRECTORY`, else `~/.aws/login/cache`. */
export function loginFilePath(session: string, environment: PlanContext['environment']): string {
  const folder = environment.get('AWS_LOGIN_CACHE_DIRECTORY') ?? '~/.aws/login/cache';
  const name = createHash('sha256').update(session.trim()).digest('hex');
  return `${expandHome(folder, environment.home)}/${name}.json`;
}
