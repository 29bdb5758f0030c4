import { AwscredError } from '../../errors.ts';
import { printable } from '../../core/text/printable.ts';
import { parseContainer, parseInstance } from '../machine/parse-machine.ts';
import { parseSamlProvider } from '../saml/parse-saml.ts';
import { type IamArn, parseIamArn } from './iam-arn.ts';
import { JsonReader } from './json-reader.ts';
import { parseAnchor, parseAnywhereProfile } from './parse-anywhere.ts';
import { parseJob, parseProvider } from './parse-oidc.ts';
import { parseSso } from './parse-sso.ts';
import { parseTrustPolicy } from './parse-trust-policy.ts';
import type { MfaDevice, Role, User, World } from './world.ts';

/** A world from parsed JSON. All top-level keys are optional; what is there is checked. */
export function parseWorld(json: unknown, source: string): World {
  const root = new JsonReader(json, printable(source));
  const sso = root.field('sso');
  const autoApprove = root.field('autoApprove');
  const roles = root.field('roles').items().map(parseRole);
  const world: World = {
    users: root.field('users').items().map(parseUser),
    roles,
    instance: parseInstance(root.field('instance'), roles),
    container: parseContainer(root.field('container'), roles),
    sso: sso.isMissing ? null : parseSso(sso),
    oidc: root.field('oidc').items().map(parseProvider),
    trustAnchors: root.field('trustAnchors').items().map(parseAnchor),
    anywhereProfiles: root.field('anywhereProfiles').items().map(parseAnywhereProfile),
    saml: root.field('saml').items().map(parseSamlProvider),
    jobs: root.field('jobs').items().map(parseJob),
    autoApprove: autoApprove.isMissing ? false : autoApprove.flag(),
  };
  refuseRepeats(
    root,
    'users',
    'accessKeyId',
    world.users.map((user) => user.accessKeyId),
  );
  refuseRepeats(
    root,
    'users',
    'arn',
    world.users.map((user) => user.arn.text),
  );
  refuseRepeats(
    root,
    'roles',
    'arn',
    world.roles.map((role) => role.arn.text),
  );
  return world;
}

/** JSON text as a value. Throws AwscredError CONFIG naming the file; never quotes what is in it. */
export function worldJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new AwscredError('CONFIG', `${printable(file)}: the world is not JSON`, {
      at: { file, line: null },
      cause,
    });
  }
}

function parseUser(json: JsonReader): User {
  const mfa = json.field('mfa');
  return {
    arn: parseArn(json.field('arn'), 'user'),
    accessKeyId: json
      .field('accessKeyId')
      .text(/^\w{1,128}$/, 'an access key id (up to 128 letters and digits)'),
    secretAccessKey: json.field('secretAccessKey').text(/^[!-~]+$/, 'a secret access key'),
    mfa: mfa.isMissing ? null : parseMfa(mfa),
    iam: parseIam(json.field('iam')),
  };
}

function parseIam(json: JsonReader): User['iam'] {
  const text = json.isMissing
    ? 'own'
    : json.text(/^(?:own|own-with-mfa|account)$/, 'own, own-with-mfa or account');
  return text === 'account' || text === 'own-with-mfa' ? text : 'own';
}

function parseMfa(json: JsonReader): MfaDevice {
  const serial = json.field('serial').text(/^[\w+=/:,.@-]{9,256}$/, 'an MFA serial (9 to 256 characters)');
  const seed = json.field('seed').text(/^[A-Za-z2-7 ]+=*$/, 'a base32 seed');
  return { serial, seed: seed.replaceAll(' ', '') };
}

function parseRole(json: JsonReader): Role {
  const duration = json.field('maxSessionDuration');
  const profile = json.field('profile');
  return {
    arn: parseArn(json.field('arn'), 'role'),
    maxSessionDuration: duration.isMissing ? 3600 : duration.integer(3600, 43_200),
    trust: parseTrustPolicy(json.field('trust')),
    profile: profile.isMissing ? null : profile.text(/^[\w.@+-]+$/, 'a plain profile name'),
  };
}

function parseArn(json: JsonReader, kind: 'user' | 'role'): IamArn {
  const arn = parseIamArn(json.text());
  // An account's root signs in as a user does, but nobody can assume it.
  if (arn === null || (arn.kind !== kind && !(arn.kind === 'root' && kind === 'user'))) {
    throw json.fault(`is not the ARN of a ${kind}, e.g. arn:aws:iam::123456789012:${kind}/NAME`);
  }
  return arn;
}

function refuseRepeats(root: JsonReader, list: string, key: string, values: readonly string[]): void {
  const index = values.findIndex((value, at) => values.indexOf(value) !== at);
  const item = root.field(list).items()[index];
  if (item !== undefined) {
    throw item.field(key).fault('appears twice');
  }
}
