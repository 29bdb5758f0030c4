/** A command line of bash up to the cursor. Nothing is expanded: `$x` is two characters. */
export interface BashLine {
  /** Words before the one at the cursor, the command first, without their quotes. */
  readonly words: readonly string[];
  /** The word at the cursor, without its quotes. */
  readonly current: string;
  /** The beginning of it that readline keeps: it replaces what follows a quote or a character that breaks words. */
  readonly kept: string;
  /** The quote that is open at the cursor. */
  readonly quote: '' | '"' | "'";
}

/** `breaks`: COMP_WORDBREAKS. */
export function readBashLine(line: string, breaks: string): BashLine {
  const reader: Reader = { words: [], word: null, quote: '', breaks };
  for (let at = 0; at < line.length; at += 1) {
    const char = line.charAt(at);
    if (isEscape(line, at, reader.quote)) {
      at += 1;
      wordOf(reader).text += line.charAt(at);
    } else if (reader.quote === '' && /[ \t\n]/.test(char)) {
      endWord(reader);
    } else if (char === '"' || char === "'") {
      takeQuote(reader, char);
    } else {
      takeCharacter(reader, char);
    }
  }
  const { text, kept } = reader.word ?? NO_WORD;
  return { words: reader.words, current: text, kept, quote: reader.quote };
}

const NO_WORD = { text: '', kept: '' };

interface Reader {
  readonly words: string[];
  /** Null between words. */
  word: { text: string; kept: string } | null;
  quote: BashLine['quote'];
  readonly breaks: string;
}

function wordOf(reader: Reader): { text: string; kept: string } {
  reader.word ??= { text: '', kept: '' };
  return reader.word;
}

function endWord(reader: Reader): void {
  if (reader.word !== null) {
    reader.words.push(reader.word.text);
  }
  reader.word = null;
}

function takeQuote(reader: Reader, char: '"' | "'"): void {
  const word = wordOf(reader);
  if (reader.quote !== '' && reader.quote !== char) {
    word.text += char;
    return;
  }
  reader.quote = reader.quote === char ? '' : char;
  word.kept = word.text;
}

function takeCharacter(reader: Reader, char: string): void {
  const word = wordOf(reader);
  word.text += char;
  if (reader.quote === '' && reader.breaks.includes(char)) {
    word.kept = word.text;
  }
}

function isEscape(line: string, at: number, quote: BashLine['quote']): boolean {
  const next = line.charAt(at + 1);
  return line[at] === '\\' && (quote === '' || (quote === '"' && /["\\$`]/.test(next)));
}
