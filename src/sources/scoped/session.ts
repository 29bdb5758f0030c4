import type { SessionStep } from '../../core/plan/step.ts';
import { quoted } from '../../core/text/printable.ts';
import { AwsRefusal } from '../../errors.ts';
import { endpointDigest, type Source } from '../source.ts';

/**
 * GetSessionToken without a code, since AWS narrows temporary credentials only. No profile asks for it by itself:
 * sources/scoped/narrow.ts adds it to the plan.
 */
export const session: Source<SessionStep> = {
  kind: 'session',
  credentialSource: null,
  claim: () => null,
  machineStep: () => null,

  identity: () => ({ role: null, account: null, who: 'access keys' }),
  label: (step) => `session of ${step.profile}`,
  // It holds in every region.
  digest: (step) => [step.asks, step.sts.override === null ? null : endpointDigest(step.sts)],

  isKept: true,
  hot: { result: true, chain: true },
  isLongLived: () => false,

  chains: () => true,
  capped: (step) => step,
  limit: { why: 'awscred asks AWS for no more', canAskMore: false },
  narrowed: () => null,

  signIn: () => null,
  isPersonal: () => false,
  ownCode: () => null,
  needsPerson: async () => Promise.resolve(null),

  origin: () => 'session',
  isHop: false,
  headline: (step) => `the keys of profile ${quoted(step.profile)}, as a session`,
  sites: (step) => [step.sts],
  describe: (step) =>
    `calls GetSessionToken in ${step.sts.region}, since AWS narrows temporary credentials only`,

  caller(step) {
    const keys = `the user of profile ${quoted(step.profile)}`;
    return { short: keys, full: keys, isUser: false, hasMfa: false };
  },

  async run(step, upstream, context) {
    if (upstream === null) {
      throw new TypeError('a session step always has keys before it');
    }
    try {
      return await context.ports.aws.getSessionToken(step.sts, upstream, {
        durationSeconds: step.asks,
        mfa: null,
      });
    } catch (error) {
      if (!(error instanceof AwsRefusal)) {
        throw error;
      }
      const { refusedScope } = await import('./refused-scope.ts');
      throw refusedScope(error, { step, context, what: 'a session that can be narrowed' });
    }
  },
};
