import { isColour } from '../console/browser-words.ts';
import type { ConsoleSetting, GuardLine, GuardSection } from './guards.ts';
import { SCOPE_MOST_SECONDS } from '../scopes/scope-rule.ts';
import { quoted } from '../text/printable.ts';
import { parseDuration } from '../text/time.ts';

/** A key of a guards' section with what stands after it. */
interface GuardEntry {
  readonly key: string;
  readonly value: string;
  readonly line: number;
}

/** Where it stands. */
export interface GuardPlace {
  readonly kind: GuardSection['kind'];
  /** `profile prod-*`. */
  readonly section: string;
  readonly file: string;
}

/** What a key adds to its section, or why it cannot be enforced. */
type Read = Partial<GuardSection> | { readonly fault: string };

/** THE TABLE of what may stand in a guards' section. */
const KEYS: Readonly<Record<string, (entry: GuardEntry, place: GuardPlace) => Read>> = {
  confirm: (entry, place) => readSwitch(entry, { confirm: lineOf('confirm', entry, place) }),
  allowed_account_ids: readAccounts,
  name: (entry, place) =>
    place.kind === 'account' && entry.value !== ''
      ? { accountName: entry.value }
      : { fault: 'name belongs under [account NUMBER]' },
  exec: (entry, place) =>
    place.kind !== 'profile'
      ? { fault: 'exec belongs under [profile PATTERN]' }
      : entry.value === 'live'
        ? { isLive: true }
        : { fault: `exec = ${quoted(entry.value)} is not one of: live` },
  console_browser: consoleKey('browser', () => true, 'a program'),
  console_container: consoleKey('container', () => true, 'the name of a container'),
  console_color: consoleKey('colour', isColour, 'a colour: a word, or six hexadecimal digits'),
  read_only: (entry, place) => readSwitch(entry, { readOnly: lineOf('read_only', entry, place) }),
  max_duration: readMaxDuration,
  mfa: (entry, place) =>
    entry.value === 'required'
      ? { mfa: lineOf('mfa', entry, place) }
      : { fault: `mfa = ${quoted(entry.value)} is not one of: required` },
  // Whether there is such a scope is known at the end of the file.
  scope: (entry, place) =>
    entry.value === '' ? { fault: 'scope names no scope' } : { scope: lineOf('scope', entry, place) },
};

/** Keys that guard nothing. */
const CONSOLE_KEYS: readonly string[] = ['console_browser', 'console_container', 'console_color'];

export const GUARD_KEYS: readonly string[] = Object.keys(KEYS);

/** Null for a key that is no guard's. */
export function readGuard(entry: GuardEntry, place: GuardPlace): Read | null {
  return Object.hasOwn(KEYS, entry.key) ? (KEYS[entry.key]?.(entry, place) ?? null) : null;
}

/** What limits: none has a variable. */
export const GUARD_NAMES: readonly string[] = Object.keys(KEYS).filter(
  (key) => key !== 'name' && key !== 'exec' && !CONSOLE_KEYS.includes(key),
);

/** What is wrong with a top-level key that belongs into a section; null for every other key. */
export function misplaced(key: string): string | null {
  if (key === 'exec' || CONSOLE_KEYS.includes(key)) {
    return `${key} belongs under [profile PATTERN]`;
  }
  return GUARD_NAMES.includes(key)
    ? `${key} is a guard: it belongs under [profile PATTERN] or [account NUMBER]`
    : null;
}

function readAccounts(entry: GuardEntry, place: GuardPlace): Read {
  const ids = entry.value.split(/[\s,]+/).filter((id) => id !== '');
  const bad = ids.find((id) => !/^\d{12}$/.test(id));
  if (bad !== undefined) {
    return {
      fault: `allowed_account_ids: ${quoted(bad)} is not an account number: use 12 digits, separated by commas`,
    };
  }
  return ids.length === 0
    ? { fault: 'allowed_account_ids names no account' }
    : { allowed: { ids, line: lineOf('allowed_account_ids', entry, place) } };
}

/** How `console` opens a profile. A section has them in any order, so each is added to what is there. */
function consoleKey(
  setting: ConsoleSetting,
  isValid: (text: string) => boolean,
  is: string,
): (entry: GuardEntry, place: GuardPlace) => Read {
  return ({ key, value }, { kind }) => {
    if (kind !== 'profile') {
      return { fault: `${key} belongs under [profile PATTERN]` };
    }
    return value !== '' && isValid(value)
      ? { console: { [setting]: value } }
      : { fault: `${key} = ${quoted(value)} is not ${is}` };
  };
}

/** `false` asks for nothing: no section undoes what another one asks for. */
function readSwitch({ key, value }: GuardEntry, on: Partial<GuardSection>): Read {
  if (value === 'true' || value === 'false') {
    return value === 'true' ? on : {};
  }
  return { fault: `${key} = ${quoted(value)} is not one of: true, false` };
}

function readMaxDuration(entry: GuardEntry, place: GuardPlace): Read {
  const seconds = parseDuration(entry.value);
  return seconds === null || seconds < 1 || seconds > SCOPE_MOST_SECONDS
    ? { fault: `max_duration = ${quoted(entry.value)} is not a time up to 36h, such as 1h` }
    : { maxDuration: { seconds, line: lineOf('max_duration', entry, place) } };
}

function lineOf(
  key: GuardLine['key'],
  { value, line }: GuardEntry,
  { section, file }: GuardPlace,
): GuardLine {
  return { key, value, section, file, line };
}
