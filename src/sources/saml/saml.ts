import { accountOf, roleName } from '../../core/arn.ts';
import { partitionOfRegion } from '../../core/endpoint/partition.ts';
import type { Request } from '../../core/plan/request.ts';
import type { SamlStep } from '../../core/plan/step.ts';
import { printable } from '../../core/text/printable.ts';
import { AwscredError } from '../../errors.ts';
import { withRoleOptions } from '../assume-role/options.ts';
import { siteDigest, type Source, UNKNOWN_CALLER } from '../source.ts';
import { samlStep } from './saml-step.ts';
import { signInKey, signInName } from './sign-in-key.ts';

const KEYS = ['awscred_saml_url', 'google_config.google_idp_id', 'google_config.google_sp_id'];

/** A role assumed with an assertion of a SAML provider, which the user's own browser brings. */
export const saml: Source<SamlStep> = {
  kind: 'saml',
  credentialSource: null,

  claim(profile, context) {
    // What reads them is loaded where a profile has them.
    const isMeant = KEYS.some((key) => profile.properties.has(key));
    const step = isMeant ? samlStep(profile, context) : null;
    return step === null ? null : { step, upstream: null };
  },

  machineStep: () => null,

  identity({ roleArn, account, ...step }) {
    const role = roleArn === null ? null : roleName(roleArn);
    const number = roleArn === null ? account : accountOf(roleArn);
    return {
      role,
      account: number,
      who: role === null ? `a role by ${signInName(step)}` : `${role} in ${number ?? ''}`,
    };
  },

  label: (step) => `saml ${roleWords(step)}`,

  digest: (step) => [
    step.url,
    step.user,
    step.roleArn,
    step.providerArn,
    step.account,
    step.asks,
    step.isCeiling,
    step.policy,
    step.policyArns,
    ...siteDigest(step.sts),
  ],

  isKept: true,
  hot: { result: true, chain: true },
  isLongLived: () => false,

  chains: () => true,
  capped: (step, cap) => ({
    ...step,
    asks: step.asks === null ? null : Math.min(step.asks, cap.seconds),
    caps: [...step.caps, cap],
  }),
  limit: { why: 'the role allows no more', canAskMore: true },
  narrowed,
  console: { takesDuration: 'always' },

  signIn: (step) => ({
    item: 'saml',
    session: null,
    key: signInKey(step),
    name: signInName(step),
    mayNeedNobody: true,
  }),
  signInKeys: KEYS,
  takesSamlResponse: true,
  isPersonal: () => true,
  ownCode: () => null,

  async needsPerson(step, context) {
    const { personNeeded } = await import('./person-needed.ts');
    return personNeeded(step, context);
  },

  async signOut(step, ports) {
    const { forgetSignIn } = await import('./kept-assertion.ts');
    return forgetSignIn(step, ports);
  },

  origin: (step) => `saml ${signInName(step)}`,
  isHop: true,
  headline: ({ roleArn, ...step }) =>
    roleArn === null ? `a role that ${signInName(step)} offers` : printable(roleArn, 300),

  describe(step) {
    const less = step.isCeiling ? ', or the most that the role allows' : '';
    return `calls AssumeRoleWithSAML in ${step.sts.region} with a sign-in at ${signInName(step)}${less}`;
  },

  sites: (step) => [step.sts],

  caller(step) {
    if (step.roleArn === null) {
      return UNKNOWN_CALLER;
    }
    return { short: roleWords(step), full: printable(step.roleArn), isUser: false, hasMfa: false };
  },

  async run(step, _upstream, context) {
    const { assumeWithAssertion } = await import('./assume-with-assertion.ts');
    return assumeWithAssertion(step, context);
  },
};

function roleWords({ roleArn, ...step }: SamlStep): string {
  return roleArn === null
    ? `a role by ${signInName(step)}`
    : `${roleName(roleArn) ?? roleArn} (${accountOf(roleArn) ?? '?'})`;
}

/** The session's name and tags stand in the assertion. */
function narrowed(step: SamlStep, request: Request): SamlStep {
  if (request.sessionName !== null) {
    throw new AwscredError(
      'USAGE',
      '--session-name cannot be sent with an assertion: the provider puts it there',
    );
  }
  const { name: partition } = partitionOfRegion(step.sts.region);
  const role = { ...step, roleArn: step.roleArn ?? `arn:${partition}`, roleSessionName: '' };
  const { settings, asks, policy, policyArns } = withRoleOptions(role, request);
  const isCeiling = request.duration === null && step.isCeiling;
  return { ...step, settings, asks, policy, policyArns, isCeiling };
}
