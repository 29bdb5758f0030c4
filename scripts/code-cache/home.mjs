// A home in which the usual commands run while the bundle is built, and the answers that they get. No value in it is a
// secret: nothing but a server of this very process, on loopback, ever sees one.
import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const inHours = (hours) => new Date(Date.now() + hours * 3_600_000);
const START_URL = 'https://build.awsapps.com/start';

const STS =
  '<AssumeRoleResponse><AssumeRoleResult><AssumedRoleUser><AssumedRoleId>A:jane</AssumedRoleId>' +
  '<Arn>arn:aws:sts::444455556666:assumed-role/Build/jane</Arn></AssumedRoleUser><Credentials>' +
  '<AccessKeyId>ASIABUILDBUILDBUILD1</AccessKeyId><SecretAccessKey>of/the+build</SecretAccessKey>' +
  `<SessionToken>of+the/build==</SessionToken><Expiration>${inHours(1).toISOString()}</Expiration>` +
  '</Credentials></AssumeRoleResult></AssumeRoleResponse>';

const PORTAL = JSON.stringify({
  roleCredentials: {
    accessKeyId: 'ASIABUILDBUILDBUILD2',
    secretAccessKey: 'of/the+build',
    sessionToken: 'of+the/build==',
    expiration: inHours(1).getTime(),
  },
});

/** What a request gets: the portal is asked by GET, STS by POST. */
export function answerTo(method) {
  return method === 'GET' ? PORTAL : STS;
}

/** SSO, two roles behind it, and a role behind keys in a file, all at `url`; signed in. */
export function layOut(home, url) {
  const write = (path, text) => {
    mkdirSync(join(home, path, '..'), { recursive: true, mode: 0o700 });
    writeFileSync(join(home, path), text, { mode: 0o600 });
  };
  const at = `region = eu-west-1\nendpoint_url = ${url}\n`;
  const role = (name, source) =>
    `[profile ${name}]\nrole_arn = arn:aws:iam::444455556666:role/Build\nsource_profile = ${source}\n${at}`;
  write(
    '.aws/config',
    `[sso-session build]\nsso_start_url = ${START_URL}\nsso_region = eu-west-1\n` +
      `[profile first]\nsso_session = build\nsso_account_id = 111122223333\nsso_role_name = Build\n${at}` +
      `${role('second', 'first')}${role('last', 'second')}[profile keys]\n${at}${role('keys-role', 'keys')}`,
  );
  write(
    '.aws/credentials',
    '[keys]\naws_access_key_id = AKIABUILDBUILDBUILD3\naws_secret_access_key = of/the+build\n',
  );
  const token = {
    startUrl: START_URL,
    region: 'eu-west-1',
    accessToken: 'of-the-build',
    expiresAt: inHours(8),
  };
  write(`.aws/sso/cache/${createHash('sha1').update('build').digest('hex')}.json`, JSON.stringify(token));
  write('passphrase', 'of the build\n');
}
