import { closeSync, openSync } from 'node:fs';
import { type SessionBus, withBusAddress } from './bus.ts';
import { type Keyring, loadKeyring, PINNED, PROBE_ACCOUNT, PROBE_SERVICE, SERVICE } from './child/native.ts';

/** `unsure`: the sentinel is not there yet, so a read might prompt. */
export type DirectRead = { readonly text: string | null } | 'unsure';

/**
 * The warm path's three calls, the only ones of the addon made in the process itself, 12 ms together: the pinned
 * constructor (2 s at most; proves bus, service and a live daemon), the probe (throws IsLocked, never prompts),
 * the read. Throws the addon's plain Errors.
 */
export function readDirectly(bus: SessionBus, account: string): DirectRead {
  return withBusAddress(bus, () => {
    const keyring = loadKeyring();
    const entry = openEntry(keyring, SERVICE, account);
    if (keyring.findCredentials(PROBE_SERVICE).length === 0) {
      return 'unsure';
    }
    const bytes = entry.getSecret();
    return { text: bytes === null ? null : Buffer.from(bytes).toString('utf8') };
  });
}

/** The first two of the three: true when the keychain is known to be unlocked. Throws like `readDirectly`. */
export function probeDirectly(bus: SessionBus): boolean {
  return withBusAddress(bus, () => {
    const keyring = loadKeyring();
    openEntry(keyring, PROBE_SERVICE, PROBE_ACCOUNT);
    return keyring.findCredentials(PROBE_SERVICE).length > 0;
  });
}

/** Whether enough descriptors are free for a direct read; else a child reads, and frees everything at its end. */
export function canReadDirectly(): boolean {
  return openEntries < MOST_ENTRIES && hasFreeDescriptors();
}

/** An Entry keeps its D-Bus socket until it is garbage-collected; it cannot be closed. */
const MOST_ENTRIES = 16;
let openEntries = 0;
const collected = new FinalizationRegistry(() => {
  openEntries -= 1;
});

function openEntry(keyring: Keyring, service: string, account: string): InstanceType<Keyring['Entry']> {
  const entry = new keyring.Entry(service, account, PINNED);
  openEntries += 1;
  collected.register(entry, null);
  return entry;
}

/** With fewer the addon throws, aborts the process or hangs (docs/store.md, "Keychain calls"). */
const NEEDED_DESCRIPTORS = 6;

/** Opens some to find out, since no limit or count is reliable. */
function hasFreeDescriptors(): boolean {
  const opened: number[] = [];
  try {
    for (let count = 0; count < NEEDED_DESCRIPTORS; count += 1) {
      opened.push(openSync('/dev/null', 'r'));
    }
    return true;
  } catch {
    return false;
  } finally {
    opened.forEach((fd) => closeSync(fd));
  }
}
