/**
 * The first part of a command line that its author means for a shell, and that a program would otherwise be handed as
 * it stands: a pipe, a redirection, a list, a variable, a command in it, the home folder, or a variable set before the
 * program. Null where there is none. What programs take as it stands (`a&b` in an address, `(a)`, `*.c`) is no such part.
 */
export function shellPart(line: string): string | null {
  const assignment = /^[ \t\r\n]*([A-Za-z_]\w*=)/.exec(line)?.[1];
  if (assignment !== undefined) {
    return assignment;
  }
  for (const { 0: part, groups } of line.matchAll(PARTS)) {
    const found = part.startsWith('"') ? IN_DOUBLE_QUOTES.exec(part)?.[1] : groups?.['special'];
    if (found !== undefined) {
      return found;
    }
  }
  return null;
}

const EXPANSION = String.raw`\$[({]|\$[A-Za-z_]\w*|${'`'}`;

/** What is quoted or escaped, what a shell reads as one, and any other character. */
const PARTS = new RegExp(
  String.raw`'[^']*'|"(?:\\[^]|[^"\\])*"|\\[^]|(?<special>${EXPANSION}|&&|\|\||[|;<>]|&(?=[ \t\r\n]|$)|(?<=^|[ \t\r\n])~(?=[\w/ \t\r\n]|$))|[^]`,
  'g',
);

const IN_DOUBLE_QUOTES = new RegExp(String.raw`^"(?:\\[^]|[^"\\$${'`'}]|\$(?![({A-Za-z_]))*(${EXPANSION})`);
