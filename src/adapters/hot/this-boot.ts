import { readFileSync } from 'node:fs';

/** A clock for a shell that has none: the kernel's seconds since this boot, and which boot it is. */
export interface ThisBoot {
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
