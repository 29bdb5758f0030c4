import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import { textIn } from '../../core/text/json-text.ts';

/** Where a pid names a process: a machine, one start of it, and a namespace of pids (a container has its own). */
export interface Place {
  readonly host: string;
  /** Empty off Linux, as the namespace. */
  readonly boot: string;
  readonly pids: string;
}

let own: Place | undefined;

export function ownPlace(): Place {
  own ??= {
    host: hostname(),
    boot: orEmpty(() => readFileSync('/proc/sys/kernel/random/boot_id', 'latin1').trim()),
    pids: orEmpty(() => readlinkSync('/proc/self/ns/pid')),
  };
  return own;
}

/** Null where the note does not say. */
export function placeIn(note: Readonly<Record<string, unknown>>): Place | null {
  const [host, boot, pids] = ['host', 'boot', 'pids'].map((name) => textIn(note, name));
  return typeof host === 'string' && typeof boot === 'string' && typeof pids === 'string'
    ? { host, boot, pids }
    : null;
}

/**
 * `here`: its pids are ours. `before`: this machine has been restarted since. `elsewhere`: whether a process lives
 * there cannot be known here.
 */
export function whereIs(place: Place | null): 'here' | 'before' | 'elsewhere' {
  const here = ownPlace();
  if (place === null || (place.boot === here.boot && place.pids === here.pids)) {
    return 'here';
  }
  return place.boot !== here.boot && place.host === here.host ? 'before' : 'elsewhere';
}

function orEmpty(read: () => string): string {
  if (process.platform !== 'linux') {
    return '';
  }
  try {
    return read();
  } catch {
    return '';
  }
}
