import { Secret } from '../../src/core/secret.ts';
import { exportsFor } from '../../src/outputs/exports.ts';
import type { Exports } from '../../src/outputs/output.ts';

/** The secrets of `sample`, to look for where they must not be. */
export const sampleSecrets = [
  'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY',
  'IQoJb3JpZ2luX2VjEXAMPLE/token+with==',
];

/** Temporary credentials of a profile with any name. */
export function sample(profile: string): Exports {
  return exportsFor({
    credentials: {
      accessKeyId: 'ASIAEXAMPLEKEYID0001',
      secretAccessKey: new Secret(sampleSecrets[0] ?? ''),
      sessionToken: new Secret(sampleSecrets[1] ?? ''),
      expiresAt: Date.UTC(2026, 0, 2, 3, 4, 5),
      accountId: '444455556666',
      arn: 'arn:aws:sts::444455556666:assumed-role/ReadOnly/awscred-jane',
    },
    profile,
    region: { value: 'eu-west-1', file: null, line: null },
    regionGiven: false,
    get: () => null,
  });
}

/** The same profile's keys where they are a person's own. */
export function samplePlainKeys(profile: string): Exports {
  return exportsFor({
    credentials: {
      accessKeyId: 'AKIAEXAMPLEKEYID0002',
      secretAccessKey: new Secret(sampleSecrets[0] ?? ''),
      sessionToken: null,
      expiresAt: null,
      accountId: null,
      arn: null,
    },
    profile,
    region: null,
    regionGiven: false,
    get: () => null,
  });
}
