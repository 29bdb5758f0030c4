import { type Partition, partitionOfRegion } from './partition.ts';

export type AwsService = 'sts' | 'sso' | 'sso-oidc' | 'signin' | 'rolesanywhere' | 'iam';

interface HostOptions {
  readonly isFips: boolean;
  readonly isDualStack: boolean;
}

const LABELS: Readonly<Record<Exclude<AwsService, 'signin' | 'iam'>, string>> = {
  sts: 'sts',
  sso: 'portal.sso',
  'sso-oidc': 'oidc',
  rolesanywhere: 'rolesanywhere',
};

/** AWS's own host of a service in a region (docs/wire.md, "Hosts"). */
export function awsHost(service: AwsService, region: string, { isFips, isDualStack }: HostOptions): string {
  const partition = partitionOfRegion(region);
  if (service === 'signin') {
    const label = isFips && partition.name === 'aws-us-gov' ? 'signin-fips' : 'signin';
    return `${region}.${label}.${signInSuffix(partition)}`;
  }
  if (service === 'iam') {
    return iamHost(partition, isFips);
  }
  const suffix = isDualStack ? partition.dualStackSuffix : partition.suffix;
  // GovCloud's ordinary endpoints are FIPS endpoints, and have no other name.
  const isNamedFips = isFips && (isDualStack || partition.name !== 'aws-us-gov');
  return `${LABELS[service]}${isNamedFips ? '-fips' : ''}.${region}.${suffix}`;
}

/** The domain of a partition's sign-in and console hosts: `signin.SUFFIX`, `console.SUFFIX` (docs/wire.md, "Console"). */
export function signInSuffix({ name, suffix }: { readonly name: string; readonly suffix: string }): string {
  return SIGN_IN_SUFFIXES.get(name) ?? suffix;
}

/** IAM has one host in each partition (docs/wire.md, "IAM"). */
function iamHost({ name, stsRegion, suffix }: Partition, isFips: boolean): string {
  if (name === 'aws') {
    return isFips ? 'iam-fips.amazonaws.com' : 'iam.amazonaws.com';
  }
  return name === 'aws-us-gov' ? 'iam.us-gov.amazonaws.com' : `iam.${stsRegion}.${suffix}`;
}

/** Sign-in has domains of its own (docs/wire.md, "Console sign-in"). */
const SIGN_IN_SUFFIXES: ReadonlyMap<string, string> = new Map([
  ['aws', 'aws.amazon.com'],
  ['aws-cn', 'amazonaws.cn'],
  ['aws-us-gov', 'amazonaws-us-gov.com'],
  ['aws-eusc', 'amazonaws-eusc.eu'],
  ['aws-iso', 'c2shome.ic.gov'],
  ['aws-iso-b', 'sc2shome.sgov.gov'],
  ['aws-iso-e', 'csphome.adc-e.uk'],
  ['aws-iso-f', 'csphome.hci.ic.gov'],
]);

/** Every host under which AWS itself answers for a service in a region. */
export function awsHosts(service: AwsService, region: string): readonly string[] {
  const partition = partitionOfRegion(region);
  const more =
    service === 'signin'
      ? [`${region}.oauth.signin.aws`.toLowerCase(), `signin.${signInSuffix(partition)}`]
      : [];
  const named = [false, true].flatMap((isFips) =>
    [false, true].map((isDualStack) => awsHost(service, region, { isFips, isDualStack }).toLowerCase()),
  );
  return [...named, ...more];
}
