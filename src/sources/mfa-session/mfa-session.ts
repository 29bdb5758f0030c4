import type { Credentials } from '../../core/credentials.ts';
import { deviceName } from '../../core/plan/mfa-device.ts';
import { printable, quoted } from '../../core/text/printable.ts';
import { showDuration } from '../../core/text/time.ts';
import type { MfaSessionStep } from '../../core/plan/step.ts';
import { AwscredError, AwsRefusal } from '../../errors.ts';
import { codeNeeded, mfaLock, type MfaNeed, withMfaCode } from '../../protocols/together/mfa-code.ts';
import type { Request } from '../../core/plan/request.ts';
import { option } from '../../core/aws-files/profile-setting.ts';
import { sessionSignIn } from '../sign-in-command.ts';
import { endpointDigest, type RunContext, type Source } from '../source.ts';

/**
 * GetSessionToken with a code: the session carries the MFA context, so one code serves every role of the device
 * for hours (docs/wire.md, "MFA"). No profile asks for it by itself: sources/passes.ts adds it to the plan.
 */
export const mfaSession: Source<MfaSessionStep> = {
  kind: 'mfa-session',
  credentialSource: null,

  claim() {
    return null;
  },

  machineStep() {
    return null;
  },

  identity() {
    return { role: null, account: null, who: 'access keys' };
  },

  label(step) {
    return `mfa-session of ${deviceName(step.serial)}`;
  },

  digest(step) {
    // A session of GetSessionToken holds in every region: a role elsewhere must not cost another code.
    return [step.serial, step.asks, step.sts.override === null ? null : endpointDigest(step.sts)];
  },

  isKept: true,
  hot: { result: true, chain: true },
  isLongLived: () => false,

  chains: () => true,
  capped: (step) => step,
  limit: { why: 'awscred asks AWS for no more', canAskMore: true },

  narrowed(step, request, wanted) {
    return wanted.every((name) => name === '--duration') ? withDuration(step, request) : null;
  },

  signIn: () => null,
  isPersonal: () => false,
  ownCode: () => null,

  origin: () => 'mfa-session',
  isHop: false,

  headline(step) {
    return printable(step.serial, 300);
  },

  sites: (step) => [step.sts],

  caller(step) {
    const keys = `the user of profile ${quoted(step.profile)}`;
    return { short: keys, full: keys, isUser: false, hasMfa: true };
  },

  describe(step) {
    return `calls GetSessionToken in ${step.sts.region} with a code of ${printable(deviceName(step.serial))}`;
  },

  async needsPerson(step, context) {
    const error = codeNeeded(codeOf(step, context), context);
    return error === null ? null : { error, lock: mfaLock(step.serial) };
  },

  async run(step, upstream, context) {
    const as = required(upstream);
    const covers = `covers the next ${showDuration((step.asks ?? 0) * 1000)}`;
    try {
      return await withMfaCode({ ...codeOf(step, context), covers }, context, async (mfa) =>
        context.ports.aws.getSessionToken(step.sts, as, { durationSeconds: step.asks, mfa }),
      );
    } catch (error) {
      if (error instanceof AwsRefusal) {
        const { refusalError } = await import('../../protocols/refusals/aws-refusal-text.ts');
        const what = `the MFA session of ${printable(deviceName(step.serial))}`;
        throw refusalError(error, { what, login: null, at: step.settings['mfa_serial'] ?? null });
      }
      throw error;
    }
  },
};

function codeOf(step: MfaSessionStep, context: RunContext): MfaNeed {
  return { serial: step.serial, process: step.mfaProcess, login: sessionSignIn(context) };
}

function required(upstream: Credentials | null): Credentials {
  if (upstream === null) {
    throw new TypeError('an mfa-session step always has stored keys before it');
  }
  return upstream;
}

/** `--duration` for a plan that ends in the session itself. AwscredError USAGE beyond STS's limits. */
function withDuration(step: MfaSessionStep, request: Request): MfaSessionStep {
  const asks = request.duration ?? step.asks ?? 0;
  if (asks < 900 || asks > 129_600) {
    throw new AwscredError('USAGE', `--duration ${showDuration(asks * 1000)} is not between 15m and 36h`);
  }
  const settings = { ...step.settings, duration_seconds: option(String(asks), '--duration') };
  return { ...step, asks, settings };
}
