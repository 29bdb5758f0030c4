import type { ScopedStep } from '../../core/plan/step.ts';
import { printable } from '../../core/text/printable.ts';
import { siteDigest, type Source } from '../source.ts';

/**
 * GetScopedCredentials: less than the step before, with the same identity (docs/wire.md, "Narrowing a session"). No
 * profile asks for it by itself: sources/scoped/narrow.ts adds it to the plan.
 */
export const scoped: Source<ScopedStep> = {
  kind: 'scoped',
  credentialSource: null,
  claim: () => null,
  machineStep: () => null,

  identity: (step) => ({ ...step.of, narrowedTo: step.scope }),
  label: (step) => `scoped ${step.scope} of ${step.profile}`,
  // The whole policy: a changed one is a miss, and what is narrowed never answers for what is not.
  digest: (step) => [step.policy, step.asks, ...siteDigest(step.sts)],

  isKept: true,
  endsWithUpstream: true,
  hot: { result: true, chain: true },
  isLongLived: () => false,

  chains: () => true,
  capped: (step) => step,
  limit: { why: 'it ends with the session that it narrows', canAskMore: false },
  narrowed: () => null,
  console: { narrows: ({ policy, asks: seconds }) => ({ policy, seconds }) },

  signIn: () => null,
  isPersonal: () => false,
  ownCode: () => null,
  needsPerson: async () => Promise.resolve(null),

  origin: () => 'scoped',
  isHop: false,

  headline(step) {
    const { layer, layers } = step;
    const place = layers > 1 ? `, layer ${layer} of ${layers}` : '';
    return `${printable(step.scope, 300)}${place}`;
  },

  details: ({ policy, layer, layers }) => ({ policy, layer, layers }),
  sites: (step) => [step.sts],

  describe(step) {
    const narrowed = step.policy === null ? 'for a shorter life' : 'with its policy';
    return `calls GetScopedCredentials in ${step.sts.region} ${narrowed}`;
  },

  caller(step) {
    const short = `the session narrowed to ${printable(step.scope, 80)}`;
    return { short, full: short, isUser: false, hasMfa: false };
  },

  async run(step, upstream, context) {
    if (upstream === null) {
      throw new TypeError('a scoped step always has a step before it');
    }
    const { narrowSession } = await import('./narrow-session.ts');
    return narrowSession(step, upstream, context);
  },
};
