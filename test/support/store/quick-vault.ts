import { LEAST_COST, newVault, serializeHeader } from '../../../src/adapters/store/vault/vault-header.ts';
import { Secret } from '../../../src/core/secret.ts';
import { PASSPHRASE, type Sandbox } from '../sandbox.ts';

/**
 * Lays out an encrypted store whose key takes 30 ms to derive instead of 240: for tests that start many processes
 * and are not about that.
 */
export async function quickVault(sandbox: Sandbox): Promise<void> {
  const { header } = await newVault(new Secret(PASSPHRASE), LEAST_COST);
  sandbox.write('.local/state/awscred/store/header.json', serializeHeader(header));
}
