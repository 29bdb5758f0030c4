import { parse } from 'ini';
import { AwscredError } from '../../errors.ts';
import { printable } from '../text/printable.ts';

/** A top-level key of `config.ini` with its (last) line. Sections hold guards, and are not looked into here. */
export interface SettingsEntry {
  readonly value: string;
  readonly line: number;
}

/**
 * The top-level keys of `config.ini`. AwscredError SETTINGS, with the line, for anything but a comment, a header or
 * `key = value`: an unrecognised header would lose the guards below it.
 */
export function parseSettings(text: string, path: string): ReadonlyMap<string, SettingsEntry> {
  const lines = settingsLines(text);
  const bad = lines.find(({ kind }) => kind === 'other');
  if (bad !== undefined) {
    throw unparseable(path, bad.number, 'a line is neither `key = value` nor a [section]');
  }
  const section = lines.findIndex(({ kind }) => kind === 'section');
  const top = section === -1 ? lines : lines.slice(0, section);
  const values: Readonly<Record<string, unknown>> = parse(
    top.map((line) => line.text.replace(/^\uFEFF/, '')).join(''),
  );
  const entries = new Map<string, SettingsEntry>();
  for (const { key, number } of top.filter(({ kind }) => kind === 'key')) {
    const value = values[key];
    // `ini` turns `true`, `false` and quoted numbers into booleans and numbers.
    if (typeof value !== 'string' && typeof value !== 'boolean' && typeof value !== 'number') {
      throw unparseable(path, number, `${printable(key, 80)} has no plain value`);
    }
    entries.set(key, { value: String(value), line: number });
  }
  return entries;
}

export interface SettingsLine {
  readonly kind: 'blank' | 'section' | 'key' | 'other';
  /** Counts from 1. */
  readonly number: number;
  /** The key on this line; empty for other lines. */
  readonly key: string;
  /** With its line end. */
  readonly text: string;
}

/** The lines of `config.ini`, byte for byte, as npm's `ini` takes them. */
export function settingsLines(text: string): readonly SettingsLine[] {
  const lines = text.match(/[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+$/g) ?? [];
  return lines.map((line, index) => ({
    ...classify(line.replace(/^\uFEFF|[\r\n]+$/g, '')),
    number: index + 1,
    text: line,
  }));
}

function classify(line: string): Pick<SettingsLine, 'kind' | 'key'> {
  if (/^\s*(?:[;#].*)?$/s.test(line)) {
    return { kind: 'blank', key: '' };
  }
  if (/^\[[^\]]+\]\s*$/.test(line)) {
    return { kind: 'section', key: '' };
  }
  const key = /^\s*([A-Za-z0-9_.-]+)\s*=/.exec(line)?.[1];
  return key === undefined || line.includes('\0') ? { kind: 'other', key: '' } : { kind: 'key', key };
}

function unparseable(file: string, line: number, message: string): AwscredError {
  return new AwscredError('SETTINGS', message, { at: { file, line } });
}
