import type { JsonReader } from '../world/json-reader.ts';
import type { SamlProvider } from '../world/world.ts';

const ROLE = /^arn:[a-z-]+:iam::\d{12}:role\/\S+$/;

/** A SAML identity provider: what IAM has of it, and the one person who can sign in there. */
export function parseSamlProvider(json: JsonReader): SamlProvider {
  const [mfa, google, order] = [json.field('mfa'), json.field('google'), json.field('providerFirst')];
  const name = json.field('sessionName');
  const destination = json.field('destination');
  return {
    name: json.field('name').text(/^[\w-]+$/, 'a plain name'),
    accounts: json
      .field('accounts')
      .items()
      .map((item) => item.text(/^\d{12}$/, 'twelve digits')),
    user: json.field('user').text(),
    password: json.field('password').text(),
    mfa: mfa.isMissing ? null : mfa.text(/^\d{6}$/, 'six digits'),
    roles: json
      .field('roles')
      .items()
      .map((item) => item.text(ROLE, 'a role’s ARN')),
    providerFirst: order.isMissing ? false : order.flag(),
    sessionName: name.isMissing ? json.field('user').text() : name.text(),
    destination: destination.isMissing
      ? 'https://signin.aws.amazon.com/saml'
      : destination.text(/^https:\/\/\S+$/, 'an https address'),
    google: google.isMissing
      ? null
      : {
          idpId: google.field('idpId').text(/^\w+$/, 'an id'),
          spId: google.field('spId').text(/^\w+$/, 'an id'),
        },
  };
}
