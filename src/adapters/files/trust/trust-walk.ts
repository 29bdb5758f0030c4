import { lstatSync, readlinkSync, type Stats, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { errorCode } from '../errno.ts';

/** What is asked of the files and folders of a path before it is believed. */
export interface Trust {
  /**
   * `every`: each component from `/`, links and what they lead to among them. `above`: the folders above, links
   * followed. `last`: what is at the path and, where that is a link, what it leads to.
   */
  readonly reach: keyof typeof REACHES;
  /** Whether root may own it too, not us alone. */
  readonly orRoot: boolean;
  /** Mode bits that nothing may have. A link is judged by its owner alone: its mode says nothing. */
  readonly forbidden: number;
  /** What may have them all the same. */
  readonly mayBeOpen?: (stats: Stats) => boolean;
  /** Whether everything but links must be a folder. */
  readonly foldersOnly?: boolean;
}

export interface Fault {
  /** `missing`: not in the folder at `path`, or a link at `path` leads nowhere. `circle`: more links than the kernel follows. */
  readonly what: 'owner' | 'open' | 'kind' | 'missing' | 'circle';
  /** The component at fault, and its facts. */
  readonly path: string;
  readonly stats: Stats;
}

interface Component {
  readonly path: string;
  readonly stats: Stats;
  readonly what?: 'missing' | 'circle';
}

/**
 * The first component that is not as `trust` wants it; null where all are, or nothing is there yet (`above`, `last`).
 * Nothing below a fault is looked at. Throws the system's errors.
 */
export function faultOf(path: string, trust: Trust): Fault | null {
  for (const component of REACHES[trust.reach](path)) {
    const fault = judge(component, trust);
    if (fault !== null) {
      return fault;
    }
  }
  return null;
}

/** One component alone, by facts of it that the caller has. */
export function judge({ path, stats, what }: Component, trust: Trust): Fault | null {
  const fault = what ?? faultIn(stats, trust);
  return fault === null ? null : { what: fault, path, stats };
}

function faultIn(stats: Stats, trust: Trust): Fault['what'] | null {
  const isLink = stats.isSymbolicLink();
  if (trust.foldersOnly === true && !isLink && !stats.isDirectory()) {
    return 'kind';
  }
  if (!isOurs(stats) && !(trust.orRoot && stats.uid === 0)) {
    return 'owner';
  }
  return !isLink && isTooOpen(stats, trust) ? 'open' : null;
}

function isTooOpen(stats: Stats, { forbidden, mayBeOpen }: Trust): boolean {
  return isOpenToOthers(stats, forbidden) && mayBeOpen?.(stats) !== true;
}

/** True where the platform has no owners (Windows), for root's own process root's, else the effective user's. */
export function isOurs(stats: Stats): boolean {
  return process.geteuid === undefined || stats.uid === process.geteuid();
}

/** True when group or others may write; meaningless and false on Windows. */
export function isOpenToOthers(stats: Stats, bits: number): boolean {
  return process.geteuid !== undefined && (stats.mode & bits) !== 0;
}

const REACHES = { every: everyComponent, above: foldersAbove, last: lastComponent };

/** As the kernel counts. */
const MOST_LINKS = 40;

function* everyComponent(path: string): Generator<Component> {
  let rest = namesIn(path);
  let at = '/';
  let links = 0;
  yield { path: at, stats: lstatSync(at) };
  for (let name = rest.shift(); name !== undefined; name = rest.shift()) {
    const next = resolve(at, name);
    const stats = look(lstatSync, next);
    if (stats === null) {
      yield { path: at, stats: lstatSync(at), what: 'missing' };
      return;
    }
    if (stats.isSymbolicLink()) {
      links += 1;
      const target = readlinkSync(next);
      yield { path: next, stats, ...(links > MOST_LINKS ? { what: 'circle' } : {}) };
      rest = [...namesIn(target), ...rest];
      at = target.startsWith('/') ? '/' : dirname(next);
    } else {
      yield { path: next, stats };
      at = next;
    }
  }
}

function* foldersAbove(path: string): Generator<Component> {
  for (let folder = dirname(path); folder !== dirname(folder); folder = dirname(folder)) {
    const stats = look(statSync, folder);
    if (stats !== null) {
      yield { path: folder, stats };
    }
  }
}

function* lastComponent(path: string): Generator<Component> {
  const own = look(lstatSync, path);
  if (own === null) {
    return;
  }
  yield { path, stats: own };
  if (own.isSymbolicLink()) {
    const target = look(statSync, path);
    yield target === null ? { path, stats: own, what: 'missing' } : { path, stats: target };
  }
}

function namesIn(path: string): string[] {
  return path.split('/').filter((name) => name !== '' && name !== '.');
}

function look(stat: (path: string) => Stats, path: string): Stats | null {
  try {
    return stat(path);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') {
      return null;
    }
    throw error;
  }
}
