import type { Credentials } from '../../core/credentials.ts';
import { printable } from '../../core/text/printable.ts';
import { settingOf } from '../../core/aws-files/setting-of.ts';
import type { SsoStep } from '../../core/plan/step.ts';
import { AwsRefusal } from '../../errors.ts';
import { type SsoToken, ssoKey, ssoLock } from '../../protocols/sso/sso-access-token.ts';
import { ssoStep } from './sso-step.ts';
import { endpointDigest, type RunContext, siteDigest, type Source } from '../source.ts';

/** IAM Identity Center: a signed-in session's token gives a permission set's credentials in an account. */
export const sso: Source<SsoStep> = {
  kind: 'sso',
  credentialSource: null,

  claim(profile, context) {
    const asked = settingOf(profile, 'sso_account_id') ?? settingOf(profile, 'sso_role_name');
    return asked === null ? null : { step: ssoStep(profile, context), upstream: null };
  },

  machineStep() {
    return null;
  },

  identity(step) {
    const { roleName: role, accountId: account } = step;
    return { role, account, who: `${role} in ${account}` };
  },

  label: (step) => `sso ${step.roleName} in ${step.accountId}`,

  digest(step) {
    const { session } = step;
    return [
      session.name,
      session.startUrl,
      session.ssoRegion,
      [...session.scopes].sort(),
      endpointDigest(session.oidc),
      ...siteDigest(step.portal),
      step.accountId,
      step.roleName,
    ];
  },

  isKept: true,
  hot: { result: true, chain: true },
  isLongLived: () => false,

  chains: () => true,
  capped: (step) => step,
  limit: { why: 'its permission set allows no more', canAskMore: false },
  narrowed: () => null,

  console: {
    portal: ({ session, accountId, roleName: role }) => ({
      startUrl: session.startUrl,
      accountId,
      roleName: role,
    }),
  },

  signIn({ session }) {
    const name = session.name ?? session.startUrl;
    return { session, item: 'sso', key: ssoKey(session), name, mayNeedNobody: false };
  },

  isPersonal: () => true,
  ownCode: () => null,

  origin: ({ session }) => `sso ${session.name ?? session.startUrl}`,
  isHop: true,

  headline(step) {
    const { name } = step.session;
    const session = name === null ? 'a start URL of its own' : `session ${printable(name, 80)}`;
    return `${printable(step.roleName, 80)} in ${printable(step.accountId, 40)}, ${session}`;
  },

  sites: (step) => [step.session.oidc, step.portal],

  caller(step) {
    const short = `${printable(step.roleName)} (${printable(step.accountId)})`;
    return { short, full: `the role of permission set ${short}`, isUser: false, hasMfa: false };
  },

  describe(step) {
    return `calls GetRoleCredentials in ${step.portal.region}; lasts what the permission set allows`;
  },

  async needsPerson({ session }, context) {
    const { unattended } = await import('../../protocols/sso/sso-sign-in.ts');
    const { needsSignIn, tokenRequest } = await import('../../protocols/sso/sso-token.ts');
    const { ports, request, settings } = context;
    const error = unattended(session, ports, tokenRequest(ports, request, settings));
    if (error === null || !(await needsSignIn(session, ports, tokenRequest(ports, request, settings)))) {
      return null;
    }
    return { error, lock: ssoLock(session) };
  },

  async run(step, _upstream, context) {
    const token = await tokenFor(step, context, null);
    try {
      return await credentials(step, token, context);
    } catch (error) {
      if (!(error instanceof AwsRefusal)) {
        throw error;
      }
      // 401: the session was ended early on the server. Try once more with a new token, not for ever.
      if (error.facts.status !== 401) {
        throw await refused(error, step);
      }
      return await secondTry(step, token, context);
    }
  },
};

async function secondTry(step: SsoStep, rejected: SsoToken, context: RunContext): Promise<Credentials> {
  const token = await tokenFor(step, context, rejected);
  try {
    return await credentials(step, token, context);
  } catch (error) {
    throw error instanceof AwsRefusal ? await refused(error, step) : error;
  }
}

async function tokenFor(step: SsoStep, context: RunContext, rejected: SsoToken | null): Promise<SsoToken> {
  const { accessToken, tokenRequest } = await import('../../protocols/sso/sso-token.ts');
  const { ports, request, settings } = context;
  return accessToken(
    step.session,
    ports,
    tokenRequest(ports, request, settings, rejected?.accessToken ?? null),
  );
}

async function credentials(step: SsoStep, token: SsoToken, context: RunContext): Promise<Credentials> {
  return context.ports.aws.getRoleCredentials(step.portal, token.accessToken, {
    accountId: step.accountId,
    roleName: step.roleName,
  });
}

async function refused(error: AwsRefusal, step: SsoStep): Promise<Error> {
  const { refusalError } = await import('../../protocols/refusals/aws-refusal-text.ts');
  const what = `role ${printable(step.roleName, 80)} in ${printable(step.accountId, 40)}`;
  return refusalError(error, {
    what,
    login: step.session.name ?? step.session.profile,
    at: step.settings['sso_role_name'] ?? null,
  });
}
