/**
 * Words as Windows's C runtime makes them, by botocore's reading: blanks and tabs part words, only double quotes join
 * them, and backslashes are special before a double quote alone. Null where a quote is not closed.
 */
export function windowsWords(line: string): readonly string[] | null {
  const words: string[] = [];
  let word: string | null = null;
  let isQuoted = false;
  for (const [part] of line.matchAll(/\\*"|\\+|[^\\"]/g)) {
    if (!isQuoted && /^[ \t]$/.test(part)) {
      words.push(...(word === null ? [] : [word]));
      word = null;
    } else {
      word = `${word ?? ''}${literal(part)}`;
      isQuoted = isQuoted !== isQuote(part);
    }
  }
  if (isQuoted) {
    return null;
  }
  return word === null ? words : [...words, word];
}

/** A double quote after an even number of backslashes. */
function isQuote(part: string): boolean {
  return part.endsWith('"') && part.length % 2 === 1;
}

/** Before a double quote two backslashes are one, and an odd one makes the quote a character. */
function literal(part: string): string {
  const slashes = '\\'.repeat(Math.floor((part.length - 1) / 2));
  return part.endsWith('"') ? `${slashes}${isQuote(part) ? '' : '"'}` : part;
}
