import type { Profile } from '../../core/aws-files/config-model.ts';
import { withChainCap, withMfaSession, withRequest, type OwnMfa } from '../../sources/passes.ts';
import { stepsTo } from '../../core/plan/plan.ts';
import { chooseProfile, profileNamed } from '../../core/aws-files/profile-choice.ts';
import { filledSettingOf } from '../../core/aws-files/setting-of.ts';
import { chooseRegion } from '../../core/endpoint/region.ts';
import { awsOwnSite, siteFor } from '../../core/endpoint/endpoint.ts';
import { checkSite, isBelieved } from '../../core/endpoint/endpoint-trust.ts';
import type { Plan, Setting, Site } from '../../core/plan/step.ts';
import { extraHop, mfaSerial } from '../../sources/assume-role/assume-role-step.ts';
import { claimer } from '../../sources/claimer.ts';
import type { PlanContext } from '../../sources/source.ts';
import type { Session } from './session.ts';

/** The profile of a command that names none. */
export function currentProfile(session: Session): string {
  return chooseProfile(null, session.ports.environment).name;
}

/** The whole plan of a profile, options applied: pure but for reading AWS's files once. */
export function planFor(session: Session, name: string | null): Plan {
  const config = session.config();
  const asked = name ?? currentProfile(session);
  const profile = profileNamed(config, asked, session.ports.environment.home);
  const walked = stepsTo(profile, config, claimer(planContext(session, profile, regionOf(session, profile))));
  // A profile that only asks awscred for another one is planned at that one's region and endpoints.
  const end = config.profiles.get(walked.at(-1)?.profile ?? asked) ?? profile;
  const region = regionOf(session, profile) ?? regionOf(session, end);
  const context = planContext(session, end, region);
  const own = end === profile ? walked : stepsTo(end, config, claimer(context));
  const { request } = session;
  const hops = request.roleArn === null ? own : [...own, extraHop(end, request.roleArn, context)];
  const narrowed = withRequest(hops, request, asked);
  const sessions = request.mfaSession ? withMfaSession(narrowed, ownMfa(end, context)) : narrowed;
  return { profile: asked, region, steps: withChainCap(sessions) };
}

/** What planning may look at, for a profile asked for: its endpoints and region serve the whole plan. */
export function planContext(session: Session, profile: Profile | null, region: Setting | null): PlanContext {
  const { environment } = session.ports;
  const config = session.config();
  return {
    config,
    region,
    request: session.request,
    user: environment.user,
    site(service, wanted, roleArn): Site {
      const site = siteFor(service, {
        config,
        profile,
        region: wanted,
        roleArn: roleArn ?? null,
        environment,
      });
      // An endpoint that nobody configured is made of AWS's own suffix and a region of one label.
      if (site.override !== null) {
        checkSite(site, service, session.settings);
      }
      return site;
    },
  };
}

/** STS for a call outside a plan (`whoami` with this shell's keys). */
export function stsSite(session: Session, name: string | null): Site {
  const profile = session.config().profiles.get(name ?? currentProfile(session)) ?? null;
  const region = regionOf(session, profile);
  return planContext(session, profile, region).site('sts', region?.value ?? null);
}

/** STS that may prove an account to a guard: the configured one where `trusted_endpoints` lists it, else AWS's own. */
export function provingSite(session: Session, name: string): Site {
  const configured = stsSite(session, name);
  if (isBelieved(configured, session.settings)) {
    return configured;
  }
  const config = session.config();
  const profile = config.profiles.get(name) ?? null;
  const region = regionOf(session, profile)?.value ?? null;
  return awsOwnSite('sts', { config, profile, region, environment: session.ports.environment });
}

function regionOf(session: Session, profile: Profile | null): Setting | null {
  return chooseRegion({ option: session.request.region, environment: session.ports.environment, profile });
}

function ownMfa(profile: Profile, context: PlanContext): OwnMfa | null {
  const serial = mfaSerial(profile);
  if (serial === null) {
    return null;
  }
  return {
    serial,
    process: filledSettingOf(profile, 'awscred_mfa_process') ?? filledSettingOf(profile, 'mfa_process'),
    sts: context.site('sts', context.region?.value ?? null),
  };
}
