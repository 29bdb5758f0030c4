import type { FileKind } from '../config-drafts.ts';
import { readIni } from '../ini/ini.ts';
import { readDocument, type EditedSection } from './document.ts';
import type { FileEdit } from './file-edit.ts';
import { propertiesOf } from './section-properties.ts';

/**
 * Edits that leave of each key the one that counts, so that the AWS CLI reads the file. Sections that stand twice or
 * have a malformed line are left: which of them is meant only a person knows.
 */
export function repeatedKeyEdits(file: FileKind, text: string): readonly FileEdit[] {
  const { sections } = readDocument(file, text);
  const counts = new Map<string, number>();
  sections.forEach((section) => counts.set(idOf(section), (counts.get(idOf(section)) ?? 0) + 1));
  return sections.flatMap((section): readonly FileEdit[] =>
    section.name !== null && counts.get(idOf(section)) === 1 && isSound(section) && hasRepeated(section)
      ? [{ change: 'remove-repeated', section: section.name }]
      : [],
  );
}

function idOf({ name, meant }: EditedSection): string {
  return name === null ? `profile ${meant ?? ''}` : `${name.kind} ${name.name}`;
}

function hasRepeated({ lines }: EditedSection): boolean {
  const keys = propertiesOf(lines).flatMap(({ key }) => key ?? []);
  return new Set(keys).size < keys.length;
}

function isSound({ lines }: EditedSection): boolean {
  const [read] = readIni(lines.map(({ text }) => text).join('\n'), []);
  return read?.notes.every(({ severity }) => severity !== 'error') ?? false;
}
