import { asJsonObject, numberIn, parseJsonObject, textIn } from './text/json-text.ts';

/** How often and how lately a profile was used: each use counts one, and half as much a fortnight later. */
interface Use {
  readonly count: number;
  /** Epoch milliseconds of the last use, to which `count` is aged. */
  readonly last: number;
}

export type Uses = ReadonlyMap<string, Use>;

const HALF_LIFE_MS = 14 * 24 * 3_600_000;
/** Of the names used least, the rest is forgotten. */
const MOST_NAMES = 1000;
const LONGEST_NAME = 1000;

/** The uses a file tells; empty for a damaged one, and without its damaged rows. */
export function readUses(text: string | null): Uses {
  const { profiles } = (text === null ? null : parseJsonObject(text)) ?? {};
  const rows = Array.isArray(profiles) ? profiles.slice(0, MOST_NAMES) : [];
  return new Map(rows.map(useIn).filter((row) => row !== null));
}

function useIn(value: unknown): readonly [string, Use] | null {
  const row = asJsonObject(value);
  const profile = row === null ? null : textIn(row, 'profile');
  const count = row === null ? null : numberIn(row, 'uses');
  const last = row === null ? null : numberIn(row, 'last');
  return profile === null || count === null || last === null || count < 0 || count > 1e9
    ? null
    : [profile, { count, last }];
}

/** One use more, at `now` in epoch milliseconds. */
export function withUse(uses: Uses, profile: string, now: number): Uses {
  if (profile.length > LONGEST_NAME) {
    return uses;
  }
  const more = new Map(uses).set(profile, { count: usedUntil(uses, profile, now) + 1, last: now });
  const names = [...more.keys()].toSorted((a, b) => usedUntil(more, b, now) - usedUntil(more, a, now));
  return new Map(names.slice(0, MOST_NAMES).map((name) => [name, more.get(name) ?? { count: 0, last: now }]));
}

/** The uses of a profile, each aged until `now`; 0 for one that was never used. A use in the future counts as one now. */
export function usedUntil(uses: Uses, profile: string, now: number): number {
  const use = uses.get(profile);
  return use === undefined ? 0 : use.count * 0.5 ** (Math.max(0, now - use.last) / HALF_LIFE_MS);
}

export function usesText(uses: Uses): string {
  const profiles = [...uses].map(([profile, { count, last }]) => ({
    profile,
    uses: Math.round(count * 1000) / 1000,
    last: Math.round(last),
  }));
  return `${JSON.stringify({ version: 1, profiles })}\n`;
}
