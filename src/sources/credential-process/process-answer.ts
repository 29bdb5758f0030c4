import type { Credentials } from '../../core/credentials.ts';
import { isExchanged } from '../../core/plan/key-id.ts';
import { Secret } from '../../core/secret.ts';
import { type JsonObject, parseJsonObject } from '../../core/text/json-text.ts';
import { fromIso } from '../../core/text/time.ts';

/** What is wrong with an answer, one clause: `printed no JSON object`. Quotes nothing of it but its version. */
export class BadAnswer {
  readonly fault: string;

  constructor(fault: string) {
    this.fault = fault;
  }
}

/** The credentials that a program printed (docs/wire.md, "Programs"). `now` in epoch milliseconds. */
export function processAnswer(text: string, now: number): Credentials | BadAnswer {
  const answer = parseJsonObject(text);
  if (answer === null) {
    return new BadAnswer(
      text.trim() === '' ? 'printed nothing' : 'printed something that is not a JSON object',
    );
  }
  if (answer['Version'] !== 1) {
    return new BadAnswer(`printed ${versionWords(answer['Version'])}; awscred reads version 1 (a number)`);
  }
  return credentialsIn(answer, now);
}

function versionWords(version: unknown): string {
  if (typeof version === 'number') {
    return `version ${version}`;
  }
  return version === undefined ? 'no Version' : 'a Version that is not a number';
}

function credentialsIn(answer: JsonObject, now: number): Credentials | BadAnswer {
  const bad = NEEDED.find((name) => !isKey(answer[name]));
  const token = answer['SessionToken'] ?? '';
  if (bad !== undefined || (token !== '' && !isKey(token))) {
    return badKey(answer, bad ?? 'SessionToken');
  }
  const [id, secret] = NEEDED.map((name) => String(answer[name])) as [string, string];
  if (isExchanged(id, secret)) {
    return new BadAnswer('printed AccessKeyId and SecretAccessKey in each other’s place');
  }
  const expiresAt = expiry(answer['Expiration'] ?? null, now);
  return expiresAt instanceof BadAnswer
    ? expiresAt
    : {
        accessKeyId: id,
        secretAccessKey: new Secret(secret),
        sessionToken: token === '' ? null : new Secret(String(token)),
        expiresAt,
        accountId: accountIn(answer),
        arn: null,
      };
}

const NEEDED = ['AccessKeyId', 'SecretAccessKey'] as const;

// Such values go into headers, files and shells: AWS issues nothing but printable ASCII.
function isKey(value: unknown): value is string {
  return typeof value === 'string' && /^[!-~]+$/.test(value);
}

function badKey(answer: JsonObject, name: string): BadAnswer {
  const isThere = answer[name] !== undefined && answer[name] !== '';
  return new BadAnswer(isThere ? `printed a ${name} with characters that no key has` : `printed no ${name}`);
}

function expiry(value: unknown, now: number): number | null | BadAnswer {
  if (value === null) {
    return null;
  }
  const time = typeof value === 'string' ? fromIso(value) : null;
  if (time === null) {
    return new BadAnswer('printed an Expiration that is not a time like 2026-01-02T03:04:05Z');
  }
  return time > now ? time : new BadAnswer('printed credentials that are already expired');
}

function accountIn(answer: JsonObject): string | null {
  const account = answer['AccountId'];
  return typeof account === 'string' && /^\d{12}$/.test(account) ? account : null;
}
