import { compactDecrypt, errors } from 'jose';
import { Secret } from '../../core/secret.ts';

/** aws-vault's own is 8,192; a planted file must not keep us busy. */
const MOST_ROUNDS = 1_000_000;

/**
 * Opens a file of aws-vault's encrypted folder: one JWE, its key derived from the passphrase. `wrong-passphrase` where
 * that does not open it, `damaged` for what is no such file.
 */
export async function openedItem(
  text: string,
  passphrase: Secret,
): Promise<Secret | 'wrong-passphrase' | 'damaged'> {
  try {
    const { plaintext } = await compactDecrypt(text.trim(), Buffer.from(passphrase.reveal(), 'utf8'), {
      keyManagementAlgorithms: ['PBES2-HS256+A128KW'],
      contentEncryptionAlgorithms: ['A256GCM'],
      maxPBES2Count: MOST_ROUNDS,
    });
    return new Secret(Buffer.from(plaintext).toString('utf8'));
  } catch (error) {
    return error instanceof errors.JWEDecryptionFailed ? 'wrong-passphrase' : 'damaged';
  }
}
