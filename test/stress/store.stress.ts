import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { KEYRING_PROGRAMS, KeyringSession } from '../support/store/keyring-session.ts';
import { atEnd } from '../support/process/cleanup.ts';
import { needs } from '../support/process/needs.ts';
import { passphraseHome } from '../support/store/passphrase-home.ts';
import { storeCrowd } from '../support/store/store-crowd.ts';
import { figure, STRETCH } from '../support/files/stress-home.ts';

const PROCESSES = 20;
/**
 * A round is a write and a list; every other one is a delete and a list too, and each tenth a write of what all
 * share: some 100 operations of each process, and three times as many where this file runs alone. What a write costs
 * is, in the keychain, a process of its own and gnome-keyring's rewriting of its file.
 */
const ROUNDS = 34 * STRETCH;
const STORES = ['file', 'keychain'] as const;

describe('one store', () => {
  for (const store of STORES) {
    const skip = store === 'keychain' && needs(...KEYRING_PROGRAMS);
    it(`${PROCESSES} processes at once, ${store}`, { skip }, async () => {
      const start = performance.now();
      const faults = await storeCrowd(await environmentOf(store), {
        store,
        processes: PROCESSES,
        rounds: ROUNDS,
      });
      const { errors, lost, torn, wrong } = faults;
      const [shared, deletes] = [Math.ceil(ROUNDS / 10), Math.floor(ROUNDS / 2)];
      figure(
        `${store}: ${PROCESSES} processes × ${ROUNDS + shared} writes, ${deletes} deletes and ` +
          `${ROUNDS + deletes} lists: ${lost} lost, ${torn} torn, ${wrong} wrong, ${errors} errors ` +
          `in ${((performance.now() - start) / 1000).toFixed(0)} s`,
      );
      assert.deepEqual(faults, { errors: 0, lost: 0, torn: 0, wrong: 0 });
    });
  }
});

async function environmentOf(store: 'file' | 'keychain'): Promise<Readonly<Record<string, string>>> {
  if (store === 'file') {
    return passphraseHome();
  }
  const session = await KeyringSession.start('unlocked');
  atEnd(async () => session.stop());
  return session.environment;
}
