import { parse } from 'ini';
import { AwscredError } from '../../errors.ts';
import { addScopeKey, READ_ONLY, type ScopeRule, scopesFault, startScope } from '../scopes/scope-rule.ts';
import { addFolderKey, type FolderRule, folderFault, startFolder } from './folders-text.ts';
import { GUARD_KEYS, type GuardPlace, misplaced, readGuard } from './guard-keys.ts';
import { emptySection, type GuardLine, type Guards, type GuardSection } from './guards.ts';
import { nearest } from '../text/nearest.ts';
import { printable, quoted } from '../text/printable.ts';
import { type SettingsLine, settingsLines } from './settings-text.ts';

/** The sections of `config.ini` while it is read; `open` is the kind of the last one. */
interface Reading {
  readonly guards: GuardSection[];
  readonly folders: FolderRule[];
  readonly scopes: ScopeRule[];
  open: 'guard' | 'folder' | 'scope' | null;
  /** The keys of the last section so far. */
  seen: Set<string>;
}

/**
 * The sections of `config.ini`: guards, folders and scopes. AwscredError SETTINGS, with the line, for whatever is not
 * understood: a misspelt guard must fail rather than be ignored.
 */
export function parseGuards(text: string, file: string): Guards {
  const reading: Reading = { guards: [], folders: [], scopes: [], open: null, seen: new Set() };
  for (const line of settingsLines(text)) {
    if (line.kind === 'section') {
      startSection(reading, line, file);
    } else if (line.kind === 'other') {
      throw fault(file, line, 'a line is neither `key = value` nor a [section]');
    } else if (line.kind === 'key') {
      addKey(reading, line, file);
    }
  }
  const { guards: sections, folders, scopes } = reading;
  const wrong = folderFault(folders) ?? scopesFault(scopes) ?? unknownScope(sections, scopes);
  if (wrong !== null) {
    throw new AwscredError('SETTINGS', wrong.message, { at: { file, line: wrong.line } });
  }
  return { sections, folders, scopes };
}

/** A guard that names a scope which is not there. */
function unknownScope(
  sections: readonly GuardSection[],
  scopes: readonly ScopeRule[],
): { readonly message: string; readonly line: number } | null {
  const names = [READ_ONLY, ...scopes.map(({ name }) => name)];
  const lines: readonly GuardLine[] = sections.map(({ scope }) => scope).filter((line) => line !== null);
  const lost = lines.find(({ value }) => !names.includes(value));
  if (lost === undefined) {
    return null;
  }
  const [near] = nearest(lost.value, names);
  const meant = near === undefined ? `there are: ${names.join(', ')}` : `did you mean ${near}?`;
  const message = `[${printable(lost.section, 100)}]: no scope ${quoted(lost.value)}; ${meant}`;
  return { message, line: lost.line };
}

function startSection(reading: Reading, line: SettingsLine, file: string): void {
  const header = headerOf(line.text);
  reading.seen = new Set();
  const at = { file, line: line.number };
  if (header.kind === 'folder') {
    reading.open = 'folder';
    reading.folders.push(sound(startFolder(header.word, at), line, file));
  } else if (header.kind === 'scope') {
    reading.open = 'scope';
    reading.scopes.push(sound(startScope(header.word, at), line, file));
  } else {
    reading.open = 'guard';
    reading.guards.push(startGuard(header, line, file));
  }
}

function sound<T extends object>(rule: T | { readonly fault: string }, line: SettingsLine, file: string): T {
  if ('fault' in rule) {
    throw fault(file, line, rule.fault);
  }
  return rule;
}

function startGuard({ inner, kind, word }: Header, line: SettingsLine, file: string): GuardSection {
  if (kind !== 'profile' && kind !== 'account') {
    const there = '[profile PATTERN], [account NUMBER], [folder PATH] and [scope NAME]';
    throw fault(file, line, `no section [${printable(inner, 80)}]; there are ${there}`);
  }
  if (word === '') {
    throw fault(file, line, `[${kind}] names no ${kind}`);
  }
  if (kind === 'account' && !/^\d{12}$/.test(word)) {
    throw fault(file, line, `[account ${printable(word, 40)}] is not an account number: use 12 digits`);
  }
  return emptySection(kind, word);
}

interface Header {
  readonly inner: string;
  readonly kind: string;
  readonly word: string;
}

/** A name may stand in quotes, as in AWS's files: `[profile "a b"]`. */
function headerOf(text: string): Header {
  const line = text.replace(/^\uFEFF/, '').trim();
  const inner = line.slice(1, -1).trim();
  const [, kind = '', rest = ''] = /^(\S+)\s*(.*)$/s.exec(inner) ?? [];
  return { inner, kind, word: /^(["'])(.*)\1$/s.exec(rest)?.[2] ?? rest };
}

function addKey(reading: Reading, line: SettingsLine, file: string): void {
  if (reading.open === null) {
    // Settings come before the first section.
    const wrong = misplaced(line.key);
    if (wrong !== null) {
      throw fault(file, line, wrong);
    }
    return;
  }
  const place = ADD[reading.open](reading, line, file);
  if (reading.seen.has(line.key)) {
    throw fault(file, line, `[${place}]: ${line.key} appears twice`);
  }
  reading.seen.add(line.key);
}

function addToScope({ scopes }: Reading, line: SettingsLine, file: string): string {
  const rule = scopes.at(-1);
  const place = `scope ${rule?.name ?? ''}`;
  const added = rule === undefined ? null : addScopeKey(rule, entryOf(line));
  if (added === null || 'fault' in added) {
    throw fault(file, line, `[${place}]: ${added?.fault ?? ''}`);
  }
  scopes[scopes.length - 1] = added;
  return place;
}

/** Returns the section's name for messages, as `addToGuard` does. */
function addToFolder({ folders }: Reading, line: SettingsLine, file: string): string {
  const rule = folders.at(-1);
  const place = `folder ${printable(rule?.folder ?? '', 200)}`;
  const added = rule === undefined ? null : addFolderKey(rule, entryOf(line));
  if (added === null || 'fault' in added) {
    throw fault(file, line, `[${place}]: ${added?.fault ?? ''}`);
  }
  folders[folders.length - 1] = added;
  return place;
}

function addToGuard({ guards }: Reading, line: SettingsLine, file: string): string {
  const section = guards.at(-1);
  const { kind, word } = section ?? { kind: 'profile', word: '' };
  const place: GuardPlace = { kind, section: `${kind} ${word}`, file };
  const shown = printable(place.section, 100);
  const read = readGuard(entryOf(line), place);
  if (read === null) {
    const [near] = nearest(line.key, GUARD_KEYS);
    const meant = near === undefined ? `there are: ${GUARD_KEYS.join(', ')}` : `did you mean ${near}?`;
    throw fault(file, line, `[${shown}]: no guard ${quoted(line.key)}; ${meant}`);
  }
  if ('fault' in read) {
    throw fault(file, line, `[${shown}]: ${read.fault}`);
  }
  if (section !== undefined) {
    guards[guards.length - 1] = {
      ...section,
      ...read,
      ...(read.console === undefined ? {} : { console: { ...section.console, ...read.console } }),
    };
  }
  return shown;
}

const ADD = { folder: addToFolder, scope: addToScope, guard: addToGuard };

function entryOf(line: SettingsLine): {
  readonly key: string;
  readonly value: string;
  readonly line: number;
} {
  return { key: line.key, value: valueOf(line), line: line.number };
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
