import type { OutputName, Variable } from '../output.ts';
import { unsafeOutput } from '../unsafe-output.ts';

/**
 * A value as one word that survives two readings, in sh and csh alike: as the bare words of an unquoted `$(…)`
 * (or `` `…` ``), which are split and matched against file names, and then as `eval`'s program text.
 *
 * Letters, digits and some punctuation stand as they are, characters beyond ASCII in single quotes. `printf` makes all
 * others in the second reading, from octal digits: patterns, braces and blanks would be changed in the first one even
 * inside quotes, and an IFS that holds a quote takes the quotes away and leaves what they hid, an operator say, bare.
 * Since `printf` is a program of its own in mksh and tcsh, and programs' arguments are public, a secret with such a
 * character is refused.
 */
export function shellWord(syntax: OutputName, variable: Variable): string {
  const { value } = variable;
  if (/[\x00-\x1F\x7F]/.test(value)) {
    throw unsafeOutput(syntax, variable, 'a control character');
  }
  // zsh takes a leading `=` for the name of a command.
  if (/^[A-Za-z0-9_+/.,@%-][A-Za-z0-9_+/=.,@%-]*$/.test(value)) {
    return value;
  }
  if (value === '' || isTime(value) || /^=[A-Za-z0-9_+/=.,@%-]*$/.test(value)) {
    return `'${value}'`;
  }
  const parts = value.match(PARTS) ?? [];
  if (variable.secret && parts.some((part) => isAltered(part))) {
    throw unsafeOutput(syntax, variable, 'a character that a shell may alter');
  }
  return parts.map(quotedPart).join('');
}

// Without `=`: where the IFS takes quotes for blanks, what follows them must not be an assignment.
const PLAIN = String.raw`[A-Za-z0-9_+/.,@%-]`;
const BEYOND_ASCII = String.raw`[^\x00-\x7F]`;

/** Runs of plain characters, of characters beyond ASCII, and of all others. */
const PARTS = new RegExp(`${PLAIN}+|${BEYOND_ASCII}+|(?:(?!${PLAIN}|${BEYOND_ASCII}).)+`, 'gu');

function isAltered(part: string): boolean {
  return !new RegExp(`^(?:${PLAIN}|${BEYOND_ASCII})`, 'u').test(part);
}

function quotedPart(part: string): string {
  if (isAltered(part)) {
    return `"\`printf '${octal(part)}'\`"`;
  }
  return new RegExp(`^${PLAIN}`).test(part) ? part : `'${part}'`;
}

/** Altered characters are all ASCII: one `\ooo` each, which every `printf` knows. */
function octal(part: string): string {
  return part.replace(/./g, (char) => `\\${char.charCodeAt(0).toString(8).padStart(3, '0')}`);
}

/** An expiry stays readable if it loses its colons under `IFS=:`, so it needs no `printf`. */
function isTime(value: string): boolean {
  return /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/.test(value);
}
