import { parseJsonObject, textIn } from '../../core/text/json-text.ts';
import { Secret } from '../../core/secret.ts';

/** The two words of a user's keys as aws-vault keeps them; either may be empty. `isTemporary` where they have a token. */
export interface VaultKeys {
  readonly accessKeyId: string;
  readonly secretAccessKey: Secret;
  readonly isTemporary: boolean;
}

/**
 * Reads an item of aws-vault: JSON with the name (`Key`) and, in base64, the credentials' own JSON (`Data`). Null for
 * what is no such item of that name.
 */
export function keysInItem(item: Secret, name: string): VaultKeys | null {
  const outer = parseJsonObject(item.reveal());
  const data = outer === null || textIn(outer, 'Key') !== name ? null : textIn(outer, 'Data');
  const inner = data === null ? null : parseJsonObject(Buffer.from(data, 'base64').toString('utf8'));
  const accessKeyId = inner === null ? null : textIn(inner, 'AccessKeyID');
  const secret = inner === null ? null : textIn(inner, 'SecretAccessKey');
  if (inner === null || accessKeyId === null || secret === null) {
    return null;
  }
  const isTemporary = (textIn(inner, 'SessionToken') ?? '') !== '';
  return { accessKeyId, secretAccessKey: new Secret(secret), isTemporary };
}

/** `type,profile,serial,expiry`: a session that aws-vault obtained. */
const SESSION = /^[^,]+,[^,]+,[^,]*,\d+$/;

/** Whether an item of this name holds a user's keys, and neither a session nor a token of a sign-in. */
export function namesKeys(name: string): boolean {
  return !SESSION.test(name) && !name.startsWith('oidc:') && !name.startsWith('session:');
}

/** The name behind a file's name: aws-vault writes a `/` as `%2F`. */
export function nameOfFile(file: string): string {
  return file.replace(/%2f/gi, '/');
}
