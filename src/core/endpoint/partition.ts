import { parseArn } from '../arn.ts';

/** One of AWS's separate partitions (docs/wire.md, "Partitions"). */
export interface Partition {
  /** As in ARNs: `aws`, `aws-cn`, … */
  readonly name: string;
  readonly regions: RegExp;
  readonly suffix: string;
  readonly dualStackSuffix: string;
  /** Where STS is asked when nothing names a region. */
  readonly stsRegion: string;
}

const AWS: Partition = {
  name: 'aws',
  regions: /^(?:us|eu|ap|sa|ca|me|af|il|mx)-\w+-\d+$/,
  suffix: 'amazonaws.com',
  dualStackSuffix: 'api.aws',
  stsRegion: 'us-east-1',
};

const PARTITIONS: readonly Partition[] = [
  AWS,
  {
    name: 'aws-cn',
    regions: /^cn-\w+-\d+$/,
    suffix: 'amazonaws.com.cn',
    dualStackSuffix: 'api.amazonwebservices.com.cn',
    stsRegion: 'cn-north-1',
  },
  {
    name: 'aws-us-gov',
    regions: /^us-gov-\w+-\d+$/,
    suffix: 'amazonaws.com',
    dualStackSuffix: 'api.aws',
    stsRegion: 'us-gov-west-1',
  },
  {
    name: 'aws-iso',
    regions: /^us-iso-\w+-\d+$/,
    suffix: 'c2s.ic.gov',
    dualStackSuffix: 'api.aws.ic.gov',
    stsRegion: 'us-iso-east-1',
  },
  {
    name: 'aws-iso-b',
    regions: /^us-isob-\w+-\d+$/,
    suffix: 'sc2s.sgov.gov',
    dualStackSuffix: 'api.aws.scloud',
    stsRegion: 'us-isob-east-1',
  },
  {
    name: 'aws-iso-e',
    regions: /^eu-isoe-\w+-\d+$/,
    suffix: 'cloud.adc-e.uk',
    dualStackSuffix: 'api.cloud-aws.adc-e.uk',
    stsRegion: 'eu-isoe-west-1',
  },
  {
    name: 'aws-iso-f',
    regions: /^us-isof-\w+-\d+$/,
    suffix: 'csp.hci.ic.gov',
    dualStackSuffix: 'api.aws.hci.ic.gov',
    stsRegion: 'us-isof-south-1',
  },
  {
    name: 'aws-eusc',
    regions: /^eusc-de-\w+-\d+$/,
    suffix: 'amazonaws.eu',
    dualStackSuffix: 'api.amazonwebservices.eu',
    stsRegion: 'eusc-de-east-1',
  },
];

/** An unknown region counts as one of `aws`. Pseudo-regions such as `aws-cn-global` belong to their partition. */
export function partitionOfRegion(region: string): Partition {
  const name = region.toLowerCase();
  const isIn = (partition: Partition): boolean =>
    partition.regions.test(name) || name === `${partition.name}-global`;
  return PARTITIONS.find(isIn) ?? AWS;
}

/** The partition an ARN names; `aws` for one we do not know, or for what is not an ARN. */
export function partitionOfArn(arn: string): Partition {
  const name = parseArn(arn)?.partition;
  return PARTITIONS.find((partition) => partition.name === name) ?? AWS;
}
