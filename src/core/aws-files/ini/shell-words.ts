/**
 * Words as Python's `shlex.split` makes them, by which the AWS CLI reads a section's header: blanks part words, quotes
 * and backslashes join them (`North\\ East`, `pre'mid'post`). Null where a quote is not closed or a backslash is last.
 */
export function shellWords(text: string): readonly string[] | null {
  const words: string[] = [];
  let word: string | null = null;
  for (let at = 0; at < text.length;) {
    const char = text.charAt(at);
    if (BLANK.test(char)) {
      if (word !== null) {
        words.push(word);
      }
      word = null;
      at += 1;
      continue;
    }
    const part = partAt(text, at);
    if (part === null) {
      return null;
    }
    word = (word ?? '') + part.text;
    at = part.end;
  }
  return word === null ? words : [...words, word];
}

const BLANK = /[ \t\r\n]/;

interface Part {
  readonly text: string;
  /** Where what follows it begins. */
  readonly end: number;
}

function partAt(text: string, at: number): Part | null {
  const char = text.charAt(at);
  if (char === '\\') {
    return at + 1 < text.length ? { text: text.charAt(at + 1), end: at + 2 } : null;
  }
  if (char === "'") {
    const end = text.indexOf("'", at + 1);
    return end === -1 ? null : { text: text.slice(at + 1, end), end: end + 1 };
  }
  return char === '"' ? doubleQuoted(text, at + 1) : { text: char, end: at + 1 };
}

/** In double quotes a backslash is special before `"` and itself alone. */
function doubleQuoted(text: string, start: number): Part | null {
  let inner = '';
  for (let at = start; at < text.length; at += 1) {
    const char = text.charAt(at);
    if (char === '"') {
      return { text: inner, end: at + 1 };
    }
    const isEscape = char === '\\' && /["\\]/.test(text.charAt(at + 1));
    at += isEscape ? 1 : 0;
    inner += text.charAt(at);
  }
  return null;
}
