import type { BashLine } from './bash-line.ts';

/**
 * Entries of COMPREPLY for names: what readline is to insert behind what it keeps, quoted for there. A name that the
 * open quote cannot hold is left out: `!` is looked for inside double quotes, and nothing escapes it.
 */
export function bashReplies(names: readonly string[], line: BashLine): readonly string[] {
  return names
    .filter((name) => name.startsWith(line.current) && name.startsWith(line.kept))
    .flatMap((name) => quotedFor(line.quote, name.slice(line.kept.length)) ?? []);
}

function quotedFor(quote: BashLine['quote'], text: string): string | null {
  if (quote === "'") {
    return text.includes("'") ? null : text;
  }
  if (quote === '"') {
    return text.includes('!') ? null : text.replace(/["\\$`]/g, '\\$&');
  }
  return text.replace(/[^A-Za-z0-9_./:@%+,=\x80-\uffff-]/g, '\\$&');
}
