/**
 * A text as lines of at most `width` columns, broken at blanks. What stands in backticks, a command up to the end of
 * its clause, and what holds no blank (an address, a path) stays whole, even where it alone is wider: it is for pasting.
 */
export function wrapped(
  text: string,
  width: number,
  measure: (text: string) => number = (word) => word.length,
): readonly string[] {
  const lines: string[] = [];
  let line = '';
  let used = 0;
  for (const [word, blanks = ''] of text.trimEnd().matchAll(WORD)) {
    const bare = word.slice(blanks.length);
    const wide = measure(bare);
    if (line.trim() !== '' && used + blanks.length + wide > width) {
      lines.push(line);
      line = bare;
      used = wide;
    } else {
      line += word;
      used += blanks.length + wide;
    }
  }
  return line === '' ? lines : [...lines, line];
}

/** The words after which `awscred` is a sentence's subject. */
const VERBS = 'cannot|could|did|does|gets|has|is|keeps|needs|reads|serves|uses|will';

const COMMAND = `(?:awscred (?!(?:${VERBS})\\b)|export |aws (?=[a-z]))(?:(?! {2}| \\()[^,;)])*`;

/** Blanks, and what must not be broken behind them. */
const WORD = new RegExp(`([ \\t]*)(?:eval \\$\\([^)]*\\)\\S*|${COMMAND}\\S*|(?:\`[^\`]*\`|\\S)+)`, 'g');
