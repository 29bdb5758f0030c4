import { randomBytes } from 'node:crypto';
import type { KernelHalf } from '../../core/hot/hot-record.ts';
import { loadKeyring, SERVICE } from '../keychain/child/native.ts';
import type { KernelKeyring } from '../store/vault/kernel-keyring.ts';
import { KEYUTILS } from '../store/vault/addon-keyring.ts';
import { readFileSync } from 'node:fs';

/**
 * Puts the secret half into the kernel, for `seconds` where there is keyctl, else until its record is removed or
 * found to be over. Null where the kernel does not take it: quota, a container, a session that cannot read it back.
 */
export function holdKernelHalf(
  text: string,
  seconds: number,
  keyring: KernelKeyring | null,
): KernelHalf | null {
  const name = `hot.${randomBytes(8).toString('hex')}`;
  if (keyring !== null) {
    const serial = keyring.keep({ name, bytes: Buffer.from(text, 'latin1'), seconds });
    return serial === null ? null : { serial, name };
  }
  return holdByAddon(name, text) ? { serial: '0', name } : null;
}

/** Ends it for every reader, if it can be reached. */
export function endKernelHalf(half: KernelHalf, keyring: KernelKeyring | null): void {
  if (half.serial !== '0') {
    keyring?.end(half.serial);
  } else {
    removeByAddon(half.name);
  }
}

function holdByAddon(name: string, text: string): boolean {
  try {
    const { Entry } = loadKeyring();
    new Entry(SERVICE, name, KEYUTILS).setSecret(Buffer.from(text, 'latin1'));
    const found = new Entry(SERVICE, name, KEYUTILS).getSecret();
    return found !== null && Buffer.from(found).toString('latin1') === text;
  } catch {
    // It may have left the key all the same (docs/store.md, "Kernel keyring").
    removeByAddon(name);
    return false;
  }
}

function removeByAddon(name: string): void {
  try {
    new (loadKeyring().Entry)(SERVICE, name, KEYUTILS).deleteCredential();
  } catch {
    // What remains is in memory only, and no record names it.
  }
}

/** A clock for shells, which have none: the kernel's seconds since this boot, and the boot's id. */
interface ThisBoot {
  readonly id: string;
  /** Whole seconds, time asleep included. */
  readonly uptime: number;
}

/** Null where /proc does not say. */
export function thisBoot(): ThisBoot | null {
  try {
    const id = readFileSync('/proc/sys/kernel/random/boot_id', 'latin1').trim();
    const uptime = Math.floor(Number.parseFloat(readFileSync('/proc/uptime', 'latin1')));
    return /^[0-9a-f-]{36}$/.test(id) && Number.isFinite(uptime) ? { id, uptime } : null;
  } catch {
    return null;
  }
}
