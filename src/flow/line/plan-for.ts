import { type PlanContext, stsIn } from '../../core/plan/plan-context.ts';
import { type Guards, guardsFor, NO_GUARDS } from '../../core/settings/guards.ts';
import { AwscredError } from '../../errors.ts';
import { plannedRelease } from '../../sources/summary.ts';
import { guardsOrFault } from '../set-up/load-guards.ts';
import { narrowed, requestUnder } from './guards/narrowed.ts';
import type { Profile } from '../../core/aws-files/config-model.ts';
import { withChainCap, withMfaSession, withRequest, type OwnMfa } from '../../sources/passes.ts';
import { stepsTo } from '../../core/plan/plan.ts';
import { profileNamed } from '../../core/aws-files/profile-choice.ts';
import { chooseRegion } from '../../core/endpoint/region.ts';
import { awsOwnSite } from '../../core/endpoint/endpoint.ts';
import { isBelieved } from '../../core/endpoint/endpoint-trust.ts';
import type { Plan, Setting, Site } from '../../core/plan/step.ts';
import { extraHop, mfaProgram, mfaSerial } from '../../sources/assume-role/assume-role-step.ts';
import { claimer } from '../../sources/claimer.ts';
import { chosen, currentProfile } from './current-profile.ts';
import type { KeptKeyIndex } from '../../core/kept-keys.ts';
import { keptKeyIndex } from './kept/kept-key-index.ts';
import type { Run } from './run.ts';

/**
 * The whole plan of a profile, options and guards applied: pure but for reading AWS's files once, and the policy files
 * of its scopes. `account`: that of the credentials, where it is known besides.
 */
export function planFor(run: Run, name: string | null, account: string | null = null): Plan {
  return plannedWith(run, name, { account, guards: run.guards(), kept: keptKeyIndex(run.ports.store) });
}

/** The plan for what hands out no credentials: guards narrow nothing, and need not be understood. */
export function planUnguarded(run: Run, name: string | null): Plan {
  return plannedWith(run, name, {
    account: null,
    guards: NO_GUARDS,
    kept: keptKeyIndex(run.ports.store),
  });
}

/**
 * The plan as it would be handed out, as far as the guards are understood. `kept`: the index of kept keys, where many
 * profiles are planned at once.
 */
export function planShown(
  run: Run,
  name: string | null,
  kept: KeptKeyIndex = keptKeyIndex(run.ports.store),
): Plan {
  const guards = guardsOrFault(run);
  return plannedWith(run, name, {
    account: null,
    guards: guards instanceof AwscredError ? NO_GUARDS : guards,
    kept,
  });
}

interface Guarding {
  readonly account: string | null;
  readonly guards: Guards;
  readonly kept: KeptKeyIndex;
}

function plannedWith(run: Run, name: string | null, { account, guards, kept }: Guarding): Plan {
  const config = run.config();
  const asked = chosen(run, name).name;
  const profile = profileNamed(config, asked, run.ports.environment.home);
  const walked = stepsTo(profile, config, claimer(planContext(run, profile, regionOf(run, profile), kept)));
  // A profile that only asks awscred for another one is planned at that one's region and endpoints.
  const end = config.profiles.get(walked.at(-1)?.profile ?? asked) ?? profile;
  const region = regionOf(run, profile) ?? regionOf(run, end);
  const context = planContext(run, end, region, kept);
  const own = end === profile ? walked : stepsTo(end, config, claimer(context));
  const { request } = run;
  const hops = request.roleArn === null ? own : [...own, extraHop(end, request.roleArn, context)];
  const released = plannedRelease({ profile: asked, region, steps: hops });
  const held = guardsFor(released, guards, account);
  const asks = requestUnder(held, request);
  const isScoped = request.scopes.length > 0 || held.scopes.length > 0 || held.readOnly !== null;
  const applied = withRequest(hops, asks, { profile: asked, isScoped });
  const sessions = request.mfaSession ? withMfaSession(applied.steps, ownMfa(end, context)) : applied.steps;
  const chained = withChainCap(sessions);
  const steps = narrowed(run, chained, { held, guards, left: applied.left, context });
  return { profile: asked, region, steps };
}

/** What planning may use, for a profile asked for: its endpoints and region serve the whole plan. */
export function planContext(
  run: Run,
  profile: Profile | null,
  region: Setting | null,
  kept: KeptKeyIndex = keptKeyIndex(run.ports.store),
): PlanContext {
  const { request, settings } = run;
  const { environment } = run.ports;
  return { config: run.config(), profile, region, request, environment, settings, kept };
}

/** STS for a call outside a plan (`whoami` with this shell's keys). */
export function stsSite(run: Run, name: string | null): Site {
  const profile = run.config().profiles.get(name ?? currentProfile(run)) ?? null;
  const region = regionOf(run, profile);
  return stsIn(planContext(run, profile, region));
}

/** STS that may prove an account to a guard: the configured one where `trusted_endpoints` lists it, else AWS's own. */
export function provingSite(run: Run, name: string): Site {
  const configured = stsSite(run, name);
  if (isBelieved(configured, run.settings)) {
    return configured;
  }
  const config = run.config();
  const profile = config.profiles.get(name) ?? null;
  const region = regionOf(run, profile)?.value ?? null;
  return awsOwnSite('sts', { config, profile, region, environment: run.ports.environment });
}

export function regionOf(run: Run, profile: Profile | null): Setting | null {
  return chooseRegion({ option: run.request.region, environment: run.ports.environment, profile });
}

export function ownMfa(profile: Profile, context: PlanContext): OwnMfa | null {
  const serial = mfaSerial(profile);
  if (serial === null) {
    return null;
  }
  return {
    serial,
    process: mfaProgram(profile),
    sts: stsIn(context),
  };
}
