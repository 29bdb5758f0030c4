import type { JsonReader } from './json-reader.ts';
import type { GithubJob, OidcProvider } from './world.ts';

const ISSUER = /^https:\/\/[^\s?#]+[^\s?#/]$/;
const GITHUB = 'https://token.actions.githubusercontent.com';
const DEFAULT_LIFETIME = 300;

/** An identity provider as IAM has it, in the accounts that list it. */
export function parseProvider(json: JsonReader): OidcProvider {
  return {
    issuer: json.field('issuer').text(ISSUER, 'an https address without a slash at its end'),
    accounts: json
      .field('accounts')
      .items()
      .map((item) => item.text(/^\d{12}$/, 'twelve digits')),
    audiences: json
      .field('audiences')
      .items()
      .map((item) => item.text()),
  };
}

/** A job of GitHub Actions that may have tokens. */
export function parseJob(json: JsonReader): GithubJob {
  const issuer = json.field('issuer');
  const lifetime = json.field('lifetime');
  return {
    name: json.field('name').text(/^[\w-]+$/, 'a plain name'),
    issuer: issuer.isMissing ? GITHUB : issuer.text(ISSUER, 'an https address'),
    subject: json.field('subject').text(),
    requestToken: json.field('requestToken').text(/^[!-~]+$/, 'a token'),
    lifetime: lifetime.isMissing ? DEFAULT_LIFETIME : lifetime.integer(1, 86_400),
  };
}
