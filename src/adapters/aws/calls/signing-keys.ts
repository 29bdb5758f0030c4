import type { Credentials } from '../../../core/credentials.ts';
import type { Secret } from '../../../core/secret.ts';
import { AwscredError } from '../../../errors.ts';

/** Credentials as the SDK signs with them. Throws CONFIG where they could not be sent at all. */
export function keysOf(credentials: Credentials): {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken?: string;
} {
  const { accessKeyId, secretAccessKey, sessionToken } = credentials;
  const keys = {
    accessKeyId,
    secretAccessKey: secretAccessKey.reveal(),
    ...(sessionToken === null ? {} : { sessionToken: sessionToken.reveal() }),
  };
  if (!Object.values(keys).every((value) => /^[!-~]+$/.test(value))) {
    throw new AwscredError('CONFIG', 'the access keys to sign with hold characters that no AWS key has', {
      hints: ['copy them again: aws_access_key_id, aws_secret_access_key, aws_session_token'],
    });
  }
  return keys;
}

export function secretsOf(credentials: Credentials): readonly Secret[] {
  const { secretAccessKey, sessionToken } = credentials;
  return sessionToken === null ? [secretAccessKey] : [secretAccessKey, sessionToken];
}
