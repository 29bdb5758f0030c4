import type { Credentials } from '../core/credentials.ts';
import { deviceName } from '../core/plan/mfa-device.ts';
import { printable } from '../core/text/printable.ts';
import { showDuration } from '../core/text/time.ts';
import type { MfaSessionStep } from '../core/plan/step.ts';
import { AwsRefusal } from '../errors.ts';
import { codeNeeded, mfaLock, withMfaCode } from '../protocols/together/mfa-code.ts';
import type { Source } from './source.ts';

/**
 * GetSessionToken with a code: the session carries the MFA context, so one code serves every role of the device
 * for hours (docs/wire.md, "MFA"). No profile asks for it by itself: core/plan-passes.ts adds it to the plan.
 */
export const mfaSession: Source<MfaSessionStep> = {
  kinds: ['mfa-session'],

  claim() {
    return null;
  },

  describe(step) {
    return `calls GetSessionToken in ${step.sts.region} with a code of ${printable(deviceName(step.serial))}`;
  },

  async needsPerson(step, context) {
    const error = codeNeeded({ serial: step.serial, process: step.mfaProcess }, context);
    return error === null ? null : { error, lock: mfaLock(step.serial) };
  },

  async run(step, upstream, context) {
    const as = required(upstream);
    const covers = `covers the next ${showDuration((step.asks ?? 0) * 1000)}`;
    try {
      return await withMfaCode(
        { serial: step.serial, process: step.mfaProcess, covers },
        context,
        async (mfa) => context.ports.aws.getSessionToken(step.sts, as, { durationSeconds: step.asks, mfa }),
      );
    } catch (error) {
      if (error instanceof AwsRefusal) {
        const { refusalError } = await import('../protocols/refusals/aws-refusal-text.ts');
        const what = `the MFA session of ${printable(deviceName(step.serial))}`;
        throw refusalError(error, { what, login: null, at: step.settings['mfa_serial'] ?? null });
      }
      throw error;
    }
  },
};

function required(upstream: Credentials | null): Credentials {
  if (upstream === null) {
    throw new TypeError('an mfa-session step always has stored keys before it');
  }
  return upstream;
}
