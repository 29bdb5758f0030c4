import { distance } from 'fastest-levenshtein';

/** At most three names: those that contain what was typed, and those a few typos away. */
export function nearest(name: string, names: readonly string[]): readonly string[] {
  const typed = name.slice(0, COMPARED).toLowerCase();
  if (typed === '' || names.length === 0) {
    return [];
  }
  const near = names
    .map((other) => ({ other, far: slips(typed, other.slice(0, COMPARED).toLowerCase()) }))
    .filter(({ other, far }) => far <= Math.max(1, Math.floor(typed.length / 3)) || contains(other, typed))
    .sort((a, b) => a.far - b.far)
    .slice(0, 3);
  const [first, ...others] = near;
  // A name that is one typo away needs no alternatives.
  const chosen =
    first === undefined || first.far > 1 ? near : [first, ...others.filter(({ far }) => far <= 1)];
  return chosen.map(({ other }) => other);
}

/**
 * How many slips of the keyboard lie between two words: the library counts two neighbours in the wrong order as two,
 * and they are one.
 */
function slips(typed: string, other: string): number {
  let least = distance(typed, other);
  for (let at = 1; at < typed.length && least > 1; at += 1) {
    if (typed[at] === other[at - 1] || typed[at - 1] === other[at]) {
      const swapped = `${typed.slice(0, at - 1)}${typed[at]}${typed[at - 1]}${typed.slice(at + 1)}`;
      least = Math.min(least, 1 + distance(swapped, other));
    }
  }
  return least;
}

function contains(other: string, typed: string): boolean {
  return typed.length >= 3 && other.toLowerCase().includes(typed);
}

/** Longer names are not compared: the time grows with the product of the lengths. */
const COMPARED = 100;
