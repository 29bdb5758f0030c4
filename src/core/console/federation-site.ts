import { type PlanContext, siteIn } from '../plan/plan-context.ts';
import type { Site } from '../plan/step.ts';
import type { Partition } from '../endpoint/partition.ts';
import { signInHost } from './links.ts';

/**
 * Where a partition exchanges credentials for a sign-in to its console: one host for all its regions, or the endpoint
 * of the service `signin` that a variable or the profile names. AwscredError as for every endpoint that gets a secret.
 */
export function federationSite(context: PlanContext, partition: Partition): Site {
  const site = siteIn(context, 'signin', partition.stsRegion);
  return site.override === null ? { ...site, endpoint: `https://${signInHost(partition)}` } : site;
}
