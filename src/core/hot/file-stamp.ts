import { toIso } from '../text/time.ts';

/** What stat(2) says of a file; times in nanoseconds of the epoch. */
export interface FileFacts {
  readonly size: bigint;
  readonly inode: bigint;
  readonly device: bigint;
  readonly uid: bigint;
  readonly mtimeNs: bigint;
  readonly ctimeNs: bigint;
}

const SECOND_NS = 1_000_000_000n;

/**
 * A file's stamp: size, inode, device, owner, and both times to the nanosecond. The time of change is in it because it
 * cannot be set back. In two forms, so that no reader has to convert one.
 */
export interface FileStamp {
  /** As `TZ=UTC0 stat -L -c '%s %i %d %u %y %z'` prints it. */
  readonly forShells: string;
  /** As fs.statSync counts: times in nanoseconds. */
  readonly forNode: string;
}

export function stampOf(facts: FileFacts): FileStamp {
  const { size, inode, device, uid, mtimeNs, ctimeNs } = facts;
  const what = [size, inode, device, uid];
  return {
    forShells: [...what, timeOf(mtimeNs), timeOf(ctimeNs)].join(' '),
    forNode: [...what, mtimeNs, ctimeNs].join(' '),
  };
}

/**
 * Whether a later change is certain to show in the stamp. Not if the file has changed just now, since the clock
 * of a file system ticks in steps (4 ms here, two seconds on file systems that keep whole seconds).
 */
export function isSettled(facts: FileFacts, now: number): boolean {
  const step = facts.ctimeNs % SECOND_NS === 0n ? 2500 : 50;
  const latest = facts.ctimeNs > facts.mtimeNs ? facts.ctimeNs : facts.mtimeNs;
  return BigInt(now) * 1_000_000n - latest > BigInt(step) * 1_000_000n;
}

/** `2026-11-27 22:23:16.123456789 +0000`. */
function timeOf(ns: bigint): string {
  const fraction = ((ns % SECOND_NS) + SECOND_NS) % SECOND_NS;
  const seconds = (ns - fraction) / SECOND_NS;
  const text = toIso(Number(seconds) * 1000);
  return `${text.slice(0, 10)} ${text.slice(11, 19)}.${String(fraction).padStart(9, '0')} +0000`;
}
