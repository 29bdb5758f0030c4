import type { SettingRow } from './settings-table.ts';

/**
 * A setting's text in `config.ini`, for a quick start: its preset where the file does not name it, null where it takes
 * the file's real reader to tell.
 */
export function plainSetting(text: string, row: SettingRow<unknown>): string | null {
  const { name, preset } = row;
  const parts = text.split(name);
  if (parts.length === 1) {
    return preset;
  }
  const [above = '', below = ''] = parts;
  const value = /^[ \t]*=[ \t]*(\w+)[ \t]*(?:[\r\n]|$)/.exec(below)?.[1] ?? '';
  const isPlain = parts.length === 2 && /(?:^|[\r\n])$/.test(above) && !above.includes('[');
  return isPlain && row.parse(value) !== null ? value : null;
}
