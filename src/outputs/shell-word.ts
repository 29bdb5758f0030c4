import type { OutputName, Variable } from './output.ts';
import { unsafeOutput } from './unsafe-output.ts';

/**
 * A value as one word that survives two readings, in sh and csh alike: as the bare words of an unquoted `$(…)`
 * (or `` `…` ``), which are split and matched against file names, and then as `eval`'s program text.
 *
 * Unquoted where that is safe; else in single quotes, a quote itself as `"'"`. Characters that the first reading would
 * change even inside quotes (patterns, braces, runs of blanks, a colon under `IFS=:`) are left out of it: `printf`
 * makes them in the second reading, from octal digits. Since `printf` is a program of its own in mksh and tcsh, and
 * programs' arguments are public, a secret with such a character is refused.
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
  if (value === '' || isTime(value)) {
    return `'${value}'`;
  }
  const parts = value.match(PARTS) ?? [];
  if (variable.secret && parts.some((part) => isAltered(part))) {
    throw unsafeOutput(syntax, variable, 'a character that a shell may alter');
  }
  return parts.map(quotedPart).join('');
}

// Patterns of any shell, extended ones too; braces; history; a run of blanks; a backslash, which some shells take
// for a part of a pattern; a colon.
const ALTERED = String.raw`[*?[\]{}()<>|^#~!\\:]|  +`;

/** Runs of altered characters, of single quotes, and of all else. */
const PARTS = new RegExp(String.raw`(?:${ALTERED})+|'+|(?:(?!${ALTERED})[^'])+`, 'gu');

function isAltered(part: string): boolean {
  return new RegExp(`^(?:${ALTERED})`, 'u').test(part);
}

function quotedPart(part: string): string {
  if (part.startsWith("'")) {
    return `"${part}"`;
  }
  return isAltered(part) ? `"\`printf '${octal(part)}'\`"` : `'${part}'`;
}

/** Altered characters are all ASCII: one `\ooo` each, which every `printf` knows. */
function octal(part: string): string {
  return part.replace(/./g, (char) => `\\${char.charCodeAt(0).toString(8).padStart(3, '0')}`);
}

/** An expiry stays readable if it loses its colons under `IFS=:`, so it needs no `printf`. */
function isTime(value: string): boolean {
  return /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/.test(value);
}
