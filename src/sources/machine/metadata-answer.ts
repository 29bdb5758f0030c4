import type { Credentials } from '../../core/credentials.ts';
import { accountOf } from '../../core/arn.ts';
import { Secret } from '../../core/secret.ts';
import { parseJsonObject, textIn, type JsonObject } from '../../core/text/json-text.ts';
import { printable } from '../../core/text/printable.ts';
import { fromIso } from '../../core/text/time.ts';

/** Credentials as ECS, EKS and EC2 write them; else what is wrong with the answer, one clause. `now` in epoch ms. */
export function metadataCredentials(text: string, now: number): Credentials | string {
  const answer = parseJsonObject(text);
  if (answer === null) {
    return 'answered with something that is not a JSON object';
  }
  const code = textIn(answer, 'Code');
  if (code !== null && code !== 'Success') {
    return `answered with ${printable(code, 80)}${wordsOf(answer)}`;
  }
  return credentialsIn(answer, now);
}

function credentialsIn(answer: JsonObject, now: number): Credentials | string {
  const [id = '', secret = '', token = ''] = NEEDED.map((name) => textIn(answer, name) ?? '');
  const bad = NEEDED.find((name) => !/^[!-~]+$/.test(textIn(answer, name) ?? ''));
  const expiresAt = fromIso(textIn(answer, 'Expiration') ?? '');
  if (bad !== undefined || expiresAt === null) {
    return `answered without a valid ${bad ?? 'Expiration'}`;
  }
  if (expiresAt <= now) {
    return 'answered with credentials that are already expired';
  }
  return {
    accessKeyId: id,
    secretAccessKey: new Secret(secret),
    sessionToken: new Secret(token),
    expiresAt,
    accountId: accountIn(answer),
    arn: null,
  };
}

const NEEDED = ['AccessKeyId', 'SecretAccessKey', 'Token'];

function accountIn(answer: JsonObject): string | null {
  const account = textIn(answer, 'AccountId') ?? accountOf(textIn(answer, 'RoleArn') ?? '');
  return account !== null && /^\d{12}$/.test(account) ? account : null;
}

/** `: InvalidIdInRequest: Credentials not found`: an endpoint's own code and words, for a refusal; empty for none. */
export function refusalWords(text: string): string {
  const answer = parseJsonObject(text);
  const code = answer === null ? null : (textIn(answer, 'code') ?? textIn(answer, 'Code'));
  return answer === null ? '' : `${code === null ? '' : `: ${printable(code, 80)}`}${wordsOf(answer)}`;
}

function wordsOf(answer: JsonObject): string {
  const words = textIn(answer, 'message') ?? textIn(answer, 'Message');
  return words === null ? '' : `: ${printable(words, 200)}`;
}
