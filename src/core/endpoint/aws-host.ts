import { partitionOfRegion } from './partition.ts';

export type AwsService = 'sts' | 'sso' | 'sso-oidc';

interface HostOptions {
  readonly isFips: boolean;
  readonly isDualStack: boolean;
}

const LABELS: Readonly<Record<AwsService, string>> = {
  sts: 'sts',
  sso: 'portal.sso',
  'sso-oidc': 'oidc',
};

/** AWS's own host of a service in a region (docs/wire.md, "Hosts"). */
export function awsHost(service: AwsService, region: string, { isFips, isDualStack }: HostOptions): string {
  const partition = partitionOfRegion(region);
  const suffix = isDualStack ? partition.dualStackSuffix : partition.suffix;
  // GovCloud's ordinary endpoints are FIPS endpoints, and have no other name.
  const isNamedFips = isFips && (isDualStack || partition.name !== 'aws-us-gov');
  return `${LABELS[service]}${isNamedFips ? '-fips' : ''}.${region}.${suffix}`;
}

/** Every host under which AWS itself answers for a service in a region. */
export function awsHosts(service: AwsService, region: string): readonly string[] {
  return [false, true].flatMap((isFips) =>
    [false, true].map((isDualStack) => awsHost(service, region, { isFips, isDualStack }).toLowerCase()),
  );
}
