import { X509Certificate } from 'node:crypto';
import type { JsonReader } from './json-reader.ts';
import type { AnywhereProfile, TrustAnchor } from './world.ts';

const ARN = /^arn:[a-z-]+:rolesanywhere:[a-z0-9-]+:\d{12}:(?:trust-anchor|profile)\/[\w-]+$/;

/** A trust anchor: an ARN, and the certificate of the authority in PEM. */
export function parseAnchor(json: JsonReader): TrustAnchor {
  const certificate = json.field('certificate');
  try {
    return {
      arn: json.field('arn').text(ARN, 'the ARN of a trust anchor'),
      certificate: new X509Certificate(certificate.text()),
    };
  } catch (error) {
    if (error instanceof Error && error.name === 'AwscredError') {
      throw error;
    }
    throw certificate.fault('is not a certificate in PEM');
  }
}

/** A Roles Anywhere profile: which roles it allows. */
export function parseAnywhereProfile(json: JsonReader): AnywhereProfile {
  const duration = json.field('durationSeconds');
  const accepts = json.field('acceptRoleSessionName');
  return {
    arn: json.field('arn').text(ARN, 'the ARN of a Roles Anywhere profile'),
    roles: json
      .field('roles')
      .items()
      .map((item) => item.text()),
    durationSeconds: duration.isMissing ? 3600 : duration.integer(900, 43_200),
    acceptsRoleSessionName: accepts.isMissing ? false : accepts.flag(),
  };
}
