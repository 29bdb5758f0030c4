import type { Plan } from '../../../core/plan/step.ts';
import type { PlanGuards } from '../../../core/settings/guards.ts';
import { printable, quoted } from '../../../core/text/printable.ts';
import { AwscredError } from '../../../errors.ts';
import { sourceOf } from '../../../sources/index.ts';

/** `mfa = required`: AwscredError GUARD for a plan without an MFA code and without an SSO or a SAML sign-in. */
export function refuseWithoutMfa({ profile, steps }: Plan, { mfa }: PlanGuards): void {
  if (mfa === null || steps.some((step) => step.mfa !== null || sourceOf(step).isPersonal(step))) {
    return;
  }
  throw new AwscredError(
    'GUARD',
    `profile ${quoted(profile)} is guarded by [${printable(mfa.section, 100)}] mfa = required, and nothing in its plan asks for MFA`,
    { at: mfa, hints: ['add mfa_serial to the profile, or use one that signs in to SSO'] },
  );
}
