import type { JsonReader } from './json-reader.ts';
import type { Sso, SsoAccount } from './world.ts';

/** The `sso` part of a world. The start URL may be any text: it is only ever compared. */
export function parseSso(json: JsonReader): Sso {
  const startUrl = json.field('startUrl');
  const region = json.field('region');
  return {
    startUrl: startUrl.isMissing
      ? 'https://acme.awsapps.com/start'
      : startUrl.text(/^[^\0-\x1f]+$/, 'a text without control characters'),
    region: region.isMissing ? 'us-east-1' : region.text(/^[A-Za-z0-9-]{1,63}$/, 'a region'),
    accounts: json.field('accounts').items().map(parseAccount),
  };
}

function parseAccount(json: JsonReader): SsoAccount {
  const id = json.field('id').text(/^\d{12}$/, 'an account number (a text of 12 digits)');
  const name = json.field('name');
  return {
    id,
    name: name.isMissing ? `account-${id}` : name.text(),
    roles: json
      .field('roles')
      .items()
      .map((role) => role.text(/^[\w+=,.@-]{1,32}$/, 'a permission set (1 to 32 characters)')),
  };
}
