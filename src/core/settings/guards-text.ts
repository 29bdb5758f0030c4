import { parse } from 'ini';
import { AwscredError } from '../../errors.ts';
import { GUARD_KEYS, type GuardPlace, isGuard, readGuard } from './guard-keys.ts';
import type { Guards, GuardSection } from './guards.ts';
import { nearest } from '../text/nearest.ts';
import { printable, quoted } from '../text/printable.ts';
import { type SettingsLine, settingsLines } from './settings-text.ts';

/**
 * The guards of `config.ini`. AwscredError SETTINGS, with the line, for whatever is not understood: a misspelt
 * guard must fail rather than be ignored.
 */
export function parseGuards(text: string, file: string): Guards {
  const sections: GuardSection[] = [];
  let seen = new Set<string>();
  for (const line of settingsLines(text)) {
    if (line.kind === 'section') {
      sections.push(startSection(line, file));
      seen = new Set();
    } else if (line.kind === 'other') {
      throw fault(file, line, 'a line is neither `key = value` nor a [section]');
    } else if (line.kind === 'key') {
      addKey(sections, line, file, seen);
    }
  }
  return { sections };
}

function startSection(line: SettingsLine, file: string): GuardSection {
  const { inner, kind, word } = headerOf(line.text);
  if (kind !== 'profile' && kind !== 'account') {
    const there = '[profile PATTERN] and [account NUMBER]';
    throw fault(file, line, `no section [${printable(inner, 80)}]; there are ${there}`);
  }
  if (word === '') {
    throw fault(file, line, `[${kind}] names no ${kind}`);
  }
  if (kind === 'account' && !/^\d{12}$/.test(word)) {
    throw fault(file, line, `[account ${printable(word, 40)}] is not an account number: use 12 digits`);
  }
  return { kind, word, confirm: null, allowed: null, accountName: null };
}

/** A name may stand in quotes, as in AWS's files: `[profile "a b"]`. */
function headerOf(text: string): { readonly inner: string; readonly kind: string; readonly word: string } {
  const line = text.replace(/^\uFEFF/, '').trim();
  const inner = line.slice(1, -1).trim();
  const [, kind = '', rest = ''] = /^(\S+)\s*(.*)$/s.exec(inner) ?? [];
  return { inner, kind, word: /^(["'])(.*)\1$/s.exec(rest)?.[2] ?? rest };
}

function addKey(sections: GuardSection[], line: SettingsLine, file: string, seen: Set<string>): void {
  const { key } = line;
  const section = sections.at(-1);
  if (section === undefined) {
    // Settings come before the first section.
    if (isGuard(key)) {
      throw fault(file, line, `${key} is a guard: it belongs under [profile PATTERN] or [account NUMBER]`);
    }
    return;
  }
  const place: GuardPlace = { kind: section.kind, section: `${section.kind} ${section.word}`, file };
  const shown = `[${printable(place.section, 100)}]`;
  const read = readGuard({ key, value: valueOf(line), line: line.number }, place);
  if (read === null) {
    const [near] = nearest(key, GUARD_KEYS);
    const meant = near === undefined ? `there are: ${GUARD_KEYS.join(', ')}` : `did you mean ${near}?`;
    throw fault(file, line, `${shown}: no guard ${quoted(key)}; ${meant}`);
  }
  if ('fault' in read) {
    throw fault(file, line, `${shown}: ${read.fault}`);
  }
  if (seen.has(key)) {
    throw fault(file, line, `${shown}: ${key} appears twice`);
  }
  seen.add(key);
  sections[sections.length - 1] = { ...section, ...read };
}

/** As npm's `ini` reads it, without comments and quotes; empty where it is not a plain value. */
function valueOf({ key, text }: SettingsLine): string {
  const value: unknown = parse(text.replace(/^\uFEFF/, ''))[key];
  return typeof value === 'string' || typeof value === 'boolean' || typeof value === 'number'
    ? String(value)
    : '';
}

function fault(file: string, line: SettingsLine, message: string): AwscredError {
  return new AwscredError('SETTINGS', message, { at: { file, line: line.number } });
}
