import type { Exports } from './output.ts';

/**
 * The variables of the user's own that `assume` clears or replaces. Their values are kept in
 * `AWSCRED_PREVIOUS_AWS_PROFILE` and the like until `--unset` brings them back; none of them is a secret.
 */
const RESTORED = ['AWS_PROFILE', 'AWS_DEFAULT_PROFILE', 'AWS_REGION', 'AWS_DEFAULT_REGION'] as const;

const PREFIX = 'AWSCRED_PREVIOUS_';

/** All of them, for `exec`, whose child is not to undo what its parent's shell did. */
export const PREVIOUS_NAMES: readonly string[] = RESTORED.map((name) => PREFIX + name);

type Get = (name: string) => string | null;

/**
 * What `assume` keeps: the values that `exports` takes from the user. `isOurs` tells what an earlier `assume` set. What an `assume` before has kept stays; without one, whatever bears these names is stale and removed.
 */
export function keptBefore(exports: Exports, get: Get, isOurs: (name: string) => boolean): Exports {
  const replaced = new Map(exports.set.map(({ name, value }) => [name, value]));
  const set = RESTORED.flatMap((name) => {
    const value = get(name);
    // A profile of the same name is kept too: `--unset` removes the one that awscred set.
    const isOther = replaced.get(name) !== value || name === 'AWS_PROFILE';
    const isTaken = exports.unset.includes(name) || (replaced.has(name) && isOther);
    return value !== null && isTaken && !isOurs(name) ? [{ name: PREFIX + name, value }] : [];
  });
  const isFirst = get('AWSCRED_PROFILE') === null;
  const kept = new Set(set.map(({ name }) => name));
  const stale = isFirst ? PREVIOUS_NAMES.filter((name) => !kept.has(name) && get(name) !== null) : [];
  return { set, unset: stale };
}

/** What `--unset` brings back, unless the user has set it since, and the names that kept it. */
export function restored(get: Get, isOurs: (name: string) => boolean): Exports {
  const set = RESTORED.flatMap((name) => {
    const value = get(PREFIX + name);
    return value !== null && (get(name) === null || isOurs(name)) ? [{ name, value }] : [];
  });
  return { set, unset: PREVIOUS_NAMES.filter((name) => get(name) !== null) };
}

export function isPrevious(name: string): boolean {
  return name.startsWith(PREFIX);
}
