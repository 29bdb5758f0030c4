import { AwscredError } from '../../errors.ts';
import { configuredEndpoint } from './configured-endpoint.ts';
import type { Config, Profile } from '../aws-files/config-model.ts';
import { type AwsService, awsHost } from './aws-host.ts';
import { expandHome } from '../text/home-path.ts';
import { partitionOfArn, partitionOfRegion } from './partition.ts';
import { printable, printableValue } from '../text/printable.ts';
import { filledSettingOf } from '../aws-files/setting-of.ts';
import type { Setting, Site } from '../plan/step.ts';
import type { Variables } from '../variables.ts';

interface SiteInput {
  readonly environment: Variables & { readonly home: string };
  /** For the `services` section that the profile names. */
  readonly config: Pick<Config, 'services'>;
  /** The profile asked for: its endpoint settings serve the whole plan. */
  readonly profile: Profile | null;
  /** `sso_region` for sso and sso-oidc; for sts null where nothing names one. */
  readonly region: string | null;
  /** For sts without a region: the role whose partition decides. */
  readonly roleArn?: string | null;
}

/**
 * Where a service answers (docs/aws-files.md, "Endpoints"): a configured endpoint, else AWS's own host.
 * AwscredError CONFIG for an endpoint that is no http(s) URL, holds a user name, or stands in a missing section.
 */
export function siteFor(service: AwsService, input: SiteInput): Site {
  const { region, endpoint } = ownSite(service, input);
  const configured = configuredEndpoint(service, input);
  return {
    region,
    endpoint: configured?.url ?? endpoint,
    override: configured?.setting ?? null,
    caBundle: caBundle(input),
  };
}

/** Where AWS itself answers, whatever a variable or a profile names: for what must not be learned elsewhere. */
export function awsOwnSite(service: AwsService, input: SiteInput): Site {
  return { ...ownSite(service, input), override: null, caBundle: caBundle(input) };
}

function ownSite(service: AwsService, input: SiteInput): { region: string; endpoint: string } {
  const isFips = isOn(input, 'AWS_USE_FIPS_ENDPOINT', 'use_fips_endpoint');
  const isDualStack = isOn(input, 'AWS_USE_DUALSTACK_ENDPOINT', 'use_dualstack_endpoint');
  const { region } = input;
  if (region !== null && isRegional(service, region)) {
    return { region, endpoint: `https://${awsHost(service, region, { isFips, isDualStack })}` };
  }
  const partition = region === null ? partitionOfArn(input.roleArn ?? '') : partitionOfRegion(region);
  const isGlobal = partition.name === 'aws' && service === 'sts' && !isFips && !isDualStack;
  const host = isGlobal
    ? 'sts.amazonaws.com'
    : awsHost(service, partition.stsRegion, { isFips, isDualStack });
  return { region: partition.stsRegion, endpoint: `https://${host}` };
}

/** IAM is one service for a whole partition, and signed for one region of it. */
function isRegional(service: AwsService, region: string): boolean {
  return service !== 'iam' && (service !== 'sts' || !region.endsWith('-global'));
}

/** A switch: the variable before the profile's key, `true` in any case is on, all else is off. */
function isOn(input: SiteInput, variable: string, key: string): boolean {
  const { environment, profile } = input;
  const value = environment.get(variable) ?? (profile && filledSettingOf(profile, key)?.value);
  return value?.toLowerCase() === 'true';
}

/** The PEM file that replaces the default roots. A relative path would depend on the current folder: refused. */
function caBundle({ environment, profile }: SiteInput): string | null {
  const variable = environment.get('AWS_CA_BUNDLE');
  const setting: Setting | null =
    variable === null
      ? profile && filledSettingOf(profile, 'ca_bundle')
      : { value: variable, file: null, line: null, from: 'AWS_CA_BUNDLE' };
  if (setting !== null && !/^(?:~?\/|[A-Za-z]:[\\/])/.test(setting.value)) {
    const subject = setting.from ?? `profile ${printable(profile?.name ?? '', 80)}: ca_bundle`;
    const message = `${subject} = ${printableValue(setting.value)} is not an absolute path`;
    throw new AwscredError('CONFIG', message, { at: setting });
  }
  return setting && expandHome(setting.value, environment.home);
}
