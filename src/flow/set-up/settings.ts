import { GUARD_NAMES } from '../../core/settings/guard-keys.ts';
import { nearest } from '../../core/text/nearest.ts';
import { printable, quoted, tilde } from '../../core/text/printable.ts';
import { editSetting } from '../../core/settings/settings-edit.ts';
import {
  SETTING_NAMES,
  SETTINGS,
  type SettingRow,
  settingRow,
  variableOf,
} from '../../core/settings/settings-table.ts';
import { parseSettings, type SettingsEntry } from '../../core/settings/settings-text.ts';
import type { Settings } from '../../core/settings/settings.ts';
import { AwscredError } from '../../errors.ts';
import type { Environment } from '../../ports/environment.ts';
import type { SettingsFile } from '../../ports/store/settings-file.ts';

export interface SettingsPorts {
  readonly environment: Environment;
  readonly settingsFile: SettingsFile;
}

interface LoadedSettings {
  readonly settings: Settings;
  /** Keys and variables that awscred does not know; one line each, for people. */
  readonly warnings: readonly string[];
}

/** Every setting: its variable, else `config.ini`, else the default. AwscredError SETTINGS for an invalid value. */
export function loadSettings(ports: SettingsPorts): LoadedSettings {
  const entries = readEntries(ports.settingsFile);
  const values = Object.entries(SETTINGS).map(([field, row]) => [
    field,
    valueOf<unknown>(row, originOf(row, entries, ports)),
  ]);
  return {
    settings: Object.fromEntries(values) as Settings,
    warnings: [...unknownKeys(entries, ports), ...deafVariables(ports)],
  };
}

/** A setting for `settings get`; `from` is a variable, `path:line` or `default`. */
interface ShownSetting {
  readonly name: string;
  readonly value: string;
  readonly from: string;
  readonly about: string;
}

/** One setting, or all of them. AwscredError USAGE for an unknown name. */
export function getSettings(key: string | null, ports: SettingsPorts): readonly ShownSetting[] {
  const rows = key === null ? Object.values(SETTINGS) : [knownRow(key)];
  const entries = readEntries(ports.settingsFile);
  return rows.map((row: SettingRow<unknown>) => {
    const { text, from } = originOf(row, entries, ports);
    return { name: row.name, value: text, from, about: row.about };
  });
}

/**
 * Sets a key in `config.ini`, every other byte as it was. AwscredError USAGE for an unknown key or an invalid value.
 * Returns the variable that hides the new value here, or null.
 */
export function setSetting(key: string, value: string, ports: SettingsPorts): string | null {
  const row = knownRow(key);
  const text = value.trim();
  if (/[\r\n]/.test(text) || row.parse(text) === null) {
    throw new AwscredError('USAGE', `${row.name} = ${quoted(value)} is not one of: ${row.values}`);
  }
  const old = ports.settingsFile.read() ?? '';
  // Throws with the line if the file is faulty already.
  parseSettings(old, ports.settingsFile.path);
  ports.settingsFile.write(editSetting(old, row.name, text));
  const variable = row.hasVariable ? variableOf(row.name) : null;
  return variable !== null && ports.environment.get(variable) !== null ? variable : null;
}

function readEntries(file: SettingsFile): ReadonlyMap<string, SettingsEntry> {
  const text = file.read();
  return text === null ? new Map() : parseSettings(text, file.path);
}

/** The text that counts for a setting: its variable's, else the file's, else the default. */
interface Origin {
  readonly text: string;
  /** What to call it in a message, and where it stands in the file. */
  readonly subject: string;
  readonly from: string;
  readonly at: { readonly file: string; readonly line: number } | null;
}

function originOf(
  row: SettingRow<unknown>,
  entries: ReadonlyMap<string, SettingsEntry>,
  { environment, settingsFile }: SettingsPorts,
): Origin {
  const variable = variableOf(row.name);
  const set = row.hasVariable ? environment.get(variable) : null;
  if (set !== null) {
    return { text: set, subject: variable, from: variable, at: null };
  }
  const entry = entries.get(row.name);
  if (entry === undefined) {
    return { text: row.preset, subject: row.name, from: 'default', at: null };
  }
  const from = `${printable(tilde(settingsFile.path, environment.home))}:${entry.line}`;
  return { text: entry.value, subject: row.name, from, at: { file: settingsFile.path, line: entry.line } };
}

function valueOf<T>(row: SettingRow<T>, { text, subject, at }: Origin): T {
  const value = row.parse(text);
  if (value === null) {
    throw new AwscredError('SETTINGS', `${subject} = ${quoted(text)} is not one of: ${row.values}`, { at });
  }
  return value;
}

function knownRow(key: string): SettingRow<unknown> {
  const row = settingRow(key);
  if (row === null) {
    const [near] = nearest(key, SETTING_NAMES);
    const hint = near === undefined ? [] : [`did you mean ${near}?`];
    throw new AwscredError('USAGE', `no setting ${quoted(key)}; there are: ${SETTING_NAMES.join(', ')}`, {
      hints: hint,
    });
  }
  return row;
}

function unknownKeys(
  entries: ReadonlyMap<string, SettingsEntry>,
  { environment, settingsFile }: SettingsPorts,
): string[] {
  const path = printable(tilde(settingsFile.path, environment.home));
  return [...entries]
    .filter(([name]) => settingRow(name) === null)
    .map(([name, { line }]) => {
      const [near] = nearest(name, SETTING_NAMES);
      return `${path}:${line}: no setting ${quoted(name)}${near === undefined ? '' : `; did you mean ${near}?`}`;
    });
}

function deafVariables({ environment }: SettingsPorts): string[] {
  const alone = Object.values(SETTINGS)
    .filter((row) => !row.hasVariable)
    .map(({ name }) => name);
  return [...alone, ...GUARD_NAMES]
    .filter((name) => environment.get(variableOf(name)) !== null)
    .map((name) => `${variableOf(name)} is ignored: ${name} can only be set in config.ini`);
}
