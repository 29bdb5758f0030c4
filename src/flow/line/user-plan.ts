import { unknownProfile } from '../../core/aws-files/profile-choice.ts';
import { siteIn } from '../../core/plan/plan-context.ts';
import type { Plan, Site } from '../../core/plan/step.ts';
import { claimer } from '../../sources/claimer.ts';
import { withMfaSession } from '../../sources/passes.ts';
import { option } from '../../core/aws-files/profile-setting.ts';
import { ownMfa, planContext, regionOf } from './plan-for.ts';
import type { Run } from './run.ts';

/** The user that a profile's own keys belong to, whatever role the profile goes on to: for calls to IAM. */
export function userPlan(run: Run, name: string): Plan {
  const config = run.config();
  const profile = config.profiles.get(name);
  if (profile === undefined) {
    throw unknownProfile(config, name, run.ports.environment.home);
  }
  const region = regionOf(run, profile);
  const context = planContext(run, profile, region);
  const { step } = claimer(context).self(profile, option(name, 'awscred keys'));
  const own = step === null ? [] : [step];
  return { profile: name, region, steps: withMfaSession(own, ownMfa(profile, context)) };
}

/** IAM, which each partition has once. */
export function iamSite(run: Run, name: string): Site {
  const profile = run.config().profiles.get(name) ?? null;
  const region = regionOf(run, profile);
  return siteIn(planContext(run, profile, region), 'iam', region?.value ?? null);
}
