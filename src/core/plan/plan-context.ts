import type { Config, Profile } from '../aws-files/config-model.ts';
import type { AwsService } from '../endpoint/aws-host.ts';
import { awsOwnSite, siteFor } from '../endpoint/endpoint.ts';
import { partitionOfRegion } from '../endpoint/partition.ts';
import { checkBearerSite, checkSite } from '../endpoint/endpoint-trust.ts';
import type { KeptKeyIndex } from '../kept-keys.ts';
import type { Settings } from '../settings/settings.ts';
import type { Variables } from '../variables.ts';
import type { Request } from './request.ts';
import type { Setting, Site } from './step.ts';

/** What planning may use: the files as read, options, a few variables. It has no ports, so planning is pure. */
export interface PlanContext {
  readonly config: Config;
  /** The profile whose endpoints serve the whole plan; null where none is named. */
  readonly profile: Profile | null;
  /** Region of every STS call of the plan, and of the result. */
  readonly region: Setting | null;
  readonly request: Request;
  /** `user` is the login name, for generated session names; `platform` decides how command lines are split. */
  readonly environment: Variables & {
    readonly home: string;
    readonly user: string;
    readonly platform: NodeJS.Platform;
    /** Tells this machine or container from others that share the home. */
    readonly machine: string;
  };
  readonly settings: Pick<Settings, 'trustedEndpoints' | 'plainHttp'>;
  /** Which profiles have access keys in the store. */
  readonly kept: KeptKeyIndex;
}

/**
 * Where a service answers in a plan; the role's partition decides where no region is known. AwscredError CONFIG for a
 * configured endpoint that is none, UNTRUSTED_ENDPOINT for one that must not get what the service is sent.
 */
export function siteIn(
  context: PlanContext,
  service: AwsService,
  region: string | null,
  roleArn: string | null = null,
): Site {
  const { config, profile, environment, settings } = context;
  const site = siteFor(service, { config, profile, region, roleArn, environment });
  // An endpoint that nobody configured is made of AWS's own suffix and a region of one label.
  if (site.override !== null) {
    checkSite(site, service, settings);
  }
  return site;
}

/** STS in the plan's region. */
export function stsIn(context: PlanContext, roleArn: string | null = null): Site {
  return siteIn(context, 'sts', context.region?.value ?? null, roleArn);
}

/**
 * STS of a region, for what the global endpoint does not do: the plan's region, else the first of the partition that
 * `near` (a region of the plan, or null) is in.
 */
export function regionalSts(context: PlanContext, near: string | null): Site {
  const named = context.region?.value ?? null;
  const isRegion = named !== null && !named.endsWith('-global');
  const region = isRegion ? named : partitionOfRegion(named ?? near ?? '').stsRegion;
  const site = siteIn(context, 'sts', region);
  if (new URL(site.endpoint).hostname !== 'sts.amazonaws.com') {
    return site;
  }
  const { config, profile, environment } = context;
  return awsOwnSite('sts', { config, profile, region, environment });
}

/** The same for a call that carries a token or an assertion, which anybody could use: UNTRUSTED_ENDPOINT as for SSO. */
export function stsForBearer(context: PlanContext, roleArn: string | null): Site {
  const site = stsIn(context, roleArn);
  if (site.override !== null) {
    checkBearerSite(site, 'sts', context.settings);
  }
  return site;
}
