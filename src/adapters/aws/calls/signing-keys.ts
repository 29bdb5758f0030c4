import type { Credentials } from '../../../core/credentials.ts';
import { isKeyId } from '../../../core/plan/key-id.ts';
import { Secret } from '../../../core/secret.ts';
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
    throw new AwscredError(
      'CONFIG',
      'the access keys to sign with have characters that an AWS key cannot have',
      {
        hints: ['copy them again: aws_access_key_id, aws_secret_access_key, aws_session_token'],
      },
    );
  }
  return keys;
}

/** What no text may show of credentials. */
export function secretsOf(credentials: Credentials): readonly Secret[] {
  const { accessKeyId, secretAccessKey, sessionToken } = credentials;
  const tokens = sessionToken === null ? [] : [sessionToken];
  return [secretAccessKey, ...tokens, ...misplaced(accessKeyId)];
}

/**
 * An access key id that has not the form of one may be the secret, put in the wrong place. AWS takes the credential
 * field apart at its slashes and repeats pieces of it (IncompleteSignature, SignatureDoesNotMatch).
 */
function misplaced(id: string): readonly Secret[] {
  const pieces = id.split('/').filter((piece) => piece.length >= 4);
  return isKeyId(id) ? [] : [id, ...pieces].map((text) => new Secret(text));
}
