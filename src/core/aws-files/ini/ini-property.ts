import { droppedSpace, type IniNote, trimSpace } from './ini-lines.ts';
import { holdsSecretPair, isSecretKey } from '../secret-key.ts';

/** A key (lower-cased) and its text; `line` counts from 1. */
interface PropertyReading {
  readonly key: string;
  readonly line: number;
  readonly value: string;
}

const KEY = /^[A-Za-z0-9_\-/.%@:+]+$/;

/** A longer "key" is a pasted token that ends in "=": it must not be shown as a key. */
const LONGEST = 128;

/**
 * Reads `key = value` from a line without its indentation; null where it is malformed or ignored. Notes are added to
 * `notes` and never quote the line: it may hold a secret.
 */
export function readProperty(text: string, line: number, notes: IniNote[]): PropertyReading | null {
  const { at, end, isColon } = partsOf(text);
  const key = trimSpace(text.slice(0, Math.max(at, 0)));
  const refusal = refuse(at, key, KEY.test(key) && key.length <= LONGEST);
  if (refusal !== null) {
    notes.push({ ...refusal, line });
    return null;
  }
  const name = key.toLowerCase();
  if (end < text.length) {
    const message = `the comment after the value of ${name} is part of the value for the AWS CLI`;
    notes.push({ severity: 'warning', code: 'inline-comment', message, line });
  }
  if (isColon) {
    const message = `":" instead of "=" after ${name}: some AWS SDKs reject it`;
    notes.push({ severity: 'warning', code: 'colon-delimiter', message, line });
  }
  const value = trimSpace(text.slice(at + 1, end));
  noteDropped([text.slice(0, at), text.slice(at + 1, end)], line, notes);
  return isMisplacedSecret(name, value, line, notes) ? null : { key: name, line, value };
}

/**
 * Of `key = value # comment`, without its indentation: where the delimiter stands (-1 for none), and where the value
 * ends, which is where a comment's blank begins.
 */
export function partsOf(text: string): {
  readonly at: number;
  readonly end: number;
  readonly isColon: boolean;
} {
  const comment = text.search(/[ \t][#;]/);
  const end = comment === -1 ? text.length : comment;
  const equals = before(text.indexOf('='), end);
  const colon = before(text.indexOf(':'), equals === -1 ? end : equals);
  return { at: colon === -1 ? equals : colon, end, isColon: colon !== -1 };
}

function noteDropped(texts: readonly string[], line: number, notes: IniNote[]): void {
  const [note] = texts.flatMap((text) => droppedSpace(text, line) ?? []);
  if (note !== undefined) {
    notes.push(note);
  }
}

// A command line may name a secret's variable.
function isMisplacedSecret(name: string, value: string, line: number, notes: IniNote[]): boolean {
  if (isSecretKey(name) || /(?:process|command)$/.test(name) || !holdsSecretPair(value)) {
    return false;
  }
  const message = `the value of ${name} holds a secret key, which must be on a line of its own`;
  notes.push({ severity: 'error', code: 'secret-in-value', message, line });
  return true;
}

/** Reads `name = value` of a nested block. Comments stay in the value, names may hold blanks. */
export function readNested(text: string, line: number, notes: IniNote[]): PropertyReading | null {
  const equals = text.indexOf('=');
  const key = trimSpace(text.slice(0, Math.max(equals, 0))).toLowerCase();
  const refusal = refuse(equals, key, key.length <= LONGEST);
  if (refusal !== null) {
    notes.push({ ...refusal, code: `nested-${refusal.code}`, line });
    return null;
  }
  noteDropped([text.slice(0, equals), text.slice(equals + 1)], line, notes);
  return { key, line, value: trimSpace(text.slice(equals + 1)) };
}

function before(index: number, end: number): number {
  return index < end ? index : -1;
}

function refuse(delimiter: number, key: string, isValid: boolean): Omit<IniNote, 'line'> | null {
  if (delimiter === -1) {
    return { severity: 'error', code: 'missing-equals', message: 'a line has no "=" after its key' };
  }
  if (key === '') {
    return { severity: 'error', code: 'empty-key', message: 'a line has no key before "="' };
  }
  if (!isValid) {
    const message = `a key with characters that keys cannot have, or longer than ${LONGEST}, is ignored`;
    return { severity: 'warning', code: 'invalid-key', message };
  }
  return null;
}
