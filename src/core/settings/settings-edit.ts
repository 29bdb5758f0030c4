import { withoutTrailing } from '../text/without-trailing.ts';
import { AwscredError } from '../../errors.ts';
import { parseSettings, type SettingsLine, settingsLines } from './settings-text.ts';

/**
 * The text of `config.ini` with one top-level key set, every other byte as it was: the last line of that key if there
 * is one (its comment stays), else a new line after the last top-level key. AwscredError SETTINGS where reading the
 * result would give anything but that one change.
 */
export function editSetting(text: string, key: string, value: string): string {
  const lines = settingsLines(text);
  const section = lines.findIndex(({ kind }) => kind === 'section');
  const top = section === -1 ? lines : lines.slice(0, section);
  const old = top.findLastIndex((line) => line.kind === 'key' && line.key === key);
  const texts = lines.map((line) => line.text);
  if (old === -1) {
    insert(texts, top, `${key} = ${value}${lineEnd(lines)}`);
  } else {
    texts[old] = replaceValue(texts[old] ?? '', value);
  }
  const edited = texts.join('');
  verify(text, edited, { key, value });
  return edited;
}

function replaceValue(line: string, value: string): string {
  const equals = line.indexOf('=') + 1;
  const blanks = /^[ \t]*/.exec(line.slice(equals))?.[0].length ?? 0;
  const before = line.slice(0, equals + blanks);
  const text = withoutTrailing(withoutTrailing(line, '\n'), '\r');
  const end = line.slice(text.length);
  const rest = text.slice(before.length);
  const written = /^(?:"[^"]*"|'[^']*'|[^;#\\"']*)/.exec(rest)?.[0] ?? '';
  const comment = rest.slice(written.trimEnd().length);
  // With escapes or stray quotes the start of the comment is not guessed.
  const isKept = /^[ \t]*(?:[;#]|$)/.test(comment);
  return `${before}${value}${isKept ? comment : ''}${end}`;
}

function insert(texts: string[], top: readonly SettingsLine[], line: string): void {
  const lastKey = top.findLastIndex(({ kind }) => kind === 'key');
  // Without any key: before the comments that introduce the first section, if one follows.
  const at = lastKey >= 0 ? lastKey + 1 : top.length === texts.length ? texts.length : 0;
  const before = texts[at - 1];
  if (before !== undefined && !/[\r\n]$/.test(before)) {
    texts[at - 1] = `${before}${/[\r\n]*$/.exec(line)?.[0] ?? '\n'}`;
  }
  texts.splice(at, 0, line);
}

function lineEnd(lines: readonly SettingsLine[]): string {
  return /[\r\n]+$/.exec(lines[0]?.text ?? '')?.[0] ?? '\n';
}

function verify(before: string, after: string, set: { key: string; value: string }): void {
  const wanted = new Map([...parseSettings(before, '')].map(([name, { value }]) => [name, value]));
  wanted.set(set.key, set.value);
  const found = parseSettings(after, '');
  const isRight =
    wanted.size === found.size && [...wanted].every(([name, value]) => found.get(name)?.value === value);
  if (!isRight) {
    throw new AwscredError('SETTINGS', `${set.key} cannot be set in this file without changing other lines`);
  }
}
