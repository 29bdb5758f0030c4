/**
 * Whether a name matches a pattern of `config.ini`: `*` matches any run of characters, also an empty one, and `?`
 * exactly one. It must match the whole name, case included. Only the last `*` is retried, so no pattern takes long.
 */
export function matchesPattern(name: string, pattern: string): boolean {
  const letters = Array.from(name);
  const wanted = Array.from(pattern);
  let [at, place, star, resume] = [0, 0, -1, 0];
  while (at < letters.length) {
    if (wanted[place] === '*') {
      star = place;
      resume = at;
      place += 1;
    } else if (wanted[place] === '?' || wanted[place] === letters[at]) {
      place += 1;
      at += 1;
    } else if (star >= 0) {
      // The last `*` takes one character more.
      resume += 1;
      at = resume;
      place = star + 1;
    } else {
      return false;
    }
  }
  return wanted.slice(place).every((letter) => letter === '*');
}
