import { AwscredError } from '../../../errors.ts';
import { quoted } from '../../text/printable.ts';
import { indentOf, trimSpace } from '../ini/ini-lines.ts';
import { partsOf } from '../ini/ini-property.ts';
import type { EditedSection, Line } from './document.ts';
import { type PropertyLines, propertiesOf } from './section-properties.ts';

/** Sets a key: the last of its name in place, or a new one behind the last key. */
export function setKey(section: EditedSection, key: string, value: string): void {
  const property = propertiesOf(section.lines).findLast((one) => one.key === key);
  if (property === undefined) {
    addKey(section, key, value);
    return;
  }
  const line = lineAt(section, property.start);
  const { prefix, old, comment } = partsOfLine(line.text);
  if (old === value && property.continued.length === 0) {
    return;
  }
  // Left behind the value, the comment would be a part of it for the AWS CLI.
  const comments = comment === null ? [] : [{ text: comment, end: line.end }];
  const dropped = new Set(property.continued);
  const set = { text: value === '' ? prefix.trimEnd() : `${prefix}${value}`, end: line.end };
  section.lines = section.lines.flatMap((other, at) =>
    at === property.start ? [...comments, set] : dropped.has(at) ? [] : [other],
  );
}

/** Adds a key behind the last one, as deep as that: comments that follow it may be the next section's. */
function addKey(section: EditedSection, key: string, value: string): void {
  const last = propertiesOf(section.lines).at(-1);
  addLines(section, last?.end ?? 1, [`${indentation(section, last)}${key} = ${value}`]);
}

/** Adds a key behind another one; AwscredError CONFIG where that is not there. */
export function insertKey(
  section: EditedSection,
  behind: string,
  [key, value]: readonly [string, string],
): void {
  const property = propertiesOf(section.lines).findLast((one) => one.key === behind);
  if (property === undefined) {
    throw gone(`${behind} of ${quoted(section.name?.name ?? '')}`);
  }
  addLines(section, property.end, [`${indentation(section, property)}${key} = ${value}`]);
}

/** Removes each property that is meant, with what continues it; comments and blank lines between stay. */
export function removeProperties(
  section: EditedSection,
  isMeant: (property: PropertyLines) => boolean,
): void {
  const removed = propertiesOf(section.lines)
    .filter(isMeant)
    .flatMap(({ start, continued }) => [start, ...continued]);
  const gone = new Set(removed);
  section.lines = section.lines.filter((_, at) => !gone.has(at));
}

/** Of properties that stand twice all but the last. */
export function removeRepeated(section: EditedSection): void {
  const last = new Map(propertiesOf(section.lines).map(({ key, start }) => [key, start]));
  removeProperties(section, ({ key, start }) => key !== null && last.get(key) !== start);
}

/** Renames every property of that key. What both names have at their end keeps its spelling: `awscred_` is added and taken away. */
export function renameKey(section: EditedSection, from: string, to: string): void {
  const starts = new Set(
    propertiesOf(section.lines).flatMap(({ key, start }) => (key === from ? [start] : [])),
  );
  section.lines = section.lines.map((line, at) => {
    if (!starts.has(at)) {
      return line;
    }
    const start = indentOf(line.text);
    const spelt = line.text.slice(start, start + from.length);
    return {
      ...line,
      text: `${line.text.slice(0, start)}${renamed(spelt, to)}${line.text.slice(start + from.length)}`,
    };
  });
}

function renamed(spelt: string, to: string): string {
  if (to.endsWith(spelt.toLowerCase())) {
    return `${to.slice(0, to.length - spelt.length)}${spelt}`;
  }
  return spelt.toLowerCase().endsWith(to) ? spelt.slice(spelt.length - to.length) : to;
}

/** Takes the lines of these keys out of one section and puts them behind the last key of another. */
export function moveKeys(from: EditedSection, keys: readonly string[], to: EditedSection): void {
  const isMeant = ({ key }: PropertyLines): boolean => key !== null && keys.includes(key);
  const last = propertiesOf(to.lines).at(-1);
  const indent = indentation(to, last);
  const moved = propertiesOf(from.lines)
    .filter(isMeant)
    .flatMap(({ start, continued, indent: depth }) =>
      [start, ...continued].map((at) => `${indent}${lineAt(from, at).text.slice(depth)}`),
    );
  removeProperties(from, isMeant);
  addLines(to, last?.end ?? 1, moved);
}

/** The white space in front of a new key: a sibling's. */
function indentation(section: EditedSection, sibling: PropertyLines | undefined): string {
  return sibling === undefined ? '' : lineAt(section, sibling.start).text.slice(0, sibling.indent);
}

function addLines(section: EditedSection, at: number, texts: readonly string[]): void {
  const { end } = lineAt(section, at - 1);
  section.lines = section.lines.toSpliced(at, 0, ...texts.map((text): Line => ({ text, end })));
}

function lineAt(section: EditedSection, at: number): Line {
  return section.lines[at] ?? { text: '', end: '' };
}

/** What an edit builds on was there when it was planned. */
export function gone(what: string): AwscredError {
  return new AwscredError('CONFIG', `${what} is not there any more: nothing was changed`, {
    hints: ['the file changed meanwhile: run the command again'],
  });
}

interface LineParts {
  /** All up to the value, the blanks before it included. */
  readonly prefix: string;
  readonly old: string;
  readonly comment: string | null;
}

function partsOfLine(line: string): LineParts {
  const start = indentOf(line);
  const text = line.slice(start);
  const { at, end } = partsOf(text);
  const old = trimSpace(text.slice(at + 1, end));
  const padded = text.slice(0, at + 1 + indentOf(text.slice(at + 1, end)));
  // Behind an empty value stands nothing that shows how its author spaces it.
  const prefix = old === '' ? `${text.slice(0, at + 1)} ` : padded;
  const comment = end === text.length ? null : text.slice(end + 1);
  return { prefix: `${line.slice(0, start)}${prefix}`, old, comment };
}
