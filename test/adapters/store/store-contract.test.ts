import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, suite } from 'node:test';
import { KEYRING_PROGRAMS, KeyringSession } from '../../support/store/keyring-session.ts';
import { MemoryStore } from '../../support/store/memory-store.ts';
import { needs } from '../../support/process/needs.ts';
import { storeContract } from '../../support/store/store-contract.ts';
import { storeWorld } from '../../support/store/store-world.ts';
import { tempFolder } from '../../support/files/temp-folder.ts';

suite('in memory', () => {
  storeContract(async () => await Promise.resolve(new MemoryStore()));
});

suite('in memory with the limit of Windows, losing every third race', () => {
  storeContract(async () => {
    const store = new MemoryStore();
    store.items.limit = 2560;
    store.items.raceEvery = 3;
    return await Promise.resolve(store);
  });
});

suite('in encrypted files', () => {
  storeContract(async () => {
    const home = tempFolder();
    const file = join(home, 'passphrase');
    writeFileSync(file, 'correct horse\n', { mode: 0o600 });
    return await Promise.resolve(
      storeWorld({ HOME: home, AWSCRED_PASSPHRASE_FILE: file }, { store: 'file' }).store,
    );
  });
});

suite('in the real keychain', { skip: needs(...KEYRING_PROGRAMS) }, () => {
  let session: KeyringSession;
  before(async () => {
    session = await KeyringSession.start('unlocked');
  });
  after(async () => await session.stop());
  storeContract(async () => {
    const { store } = storeWorld(session.environment, { store: 'keychain' });
    await store.remove(store.rows(), ['tmp', 'sso', 'reg']);
    return store;
  });
});
