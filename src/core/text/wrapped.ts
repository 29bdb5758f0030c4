/**
 * A text as lines of at most `width` columns, broken at blanks. What stands in backticks (a command) and what holds no
 * blank (an address, a path) stays whole, even where it alone is wider.
 */
export function wrapped(
  text: string,
  width: number,
  measure: (text: string) => number = (word) => word.length,
): readonly string[] {
  const lines: string[] = [];
  let line = '';
  let used = 0;
  for (const word of text.match(/(?:`[^`]*`|\S)+/g) ?? []) {
    const wide = measure(word);
    if (line !== '' && used + 1 + wide > width) {
      lines.push(line);
      line = word;
      used = wide;
    } else {
      used += wide + (line === '' ? 0 : 1);
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return line === '' ? lines : [...lines, line];
}
