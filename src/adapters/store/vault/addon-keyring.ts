import { loadKeyring, SERVICE } from '../../keychain/child/native.ts';
import type { KeyReader } from './held-key.ts';

/** The addon's way to the kernel keyring; its default on Linux is another, so each call says so. */
export const KEYUTILS = { linux: { store: 'keyutils' } } as const;

/** Reads a key of the kernel's without starting a program. Null where it is gone, or this session cannot reach it. */
export const addonKeyring: KeyReader = {
  read({ name }) {
    try {
      const bytes = name === null ? null : new (loadKeyring().Entry)(SERVICE, name, KEYUTILS).getSecret();
      return bytes === null ? null : Uint8Array.from(bytes);
    } catch {
      return null;
    }
  },
};
