import { FILE_HEADERS_ONLY, formatPatch, structuredPatch, type StructuredPatchHunk } from 'diff';
import type { FileKind } from '../config-drafts.ts';
import { type EditedSection, type Line, readDocument } from './document.ts';
import { maskedLines } from './masked-lines.ts';

/** One of AWS's files before and after a change; empty where there is none. */
export interface FileChange {
  readonly file: FileKind;
  readonly path: string;
  readonly before: string;
  readonly after: string;
}

/**
 * A unified diff, three lines of the same section around each change; empty where nothing changes. Secrets are masked
 * (core/aws-files/edit/masked-lines.ts). Compared section by section: a whole file with ten thousand changes would take
 * minutes.
 */
export function maskedDiff({ file, path, before, after }: FileChange): string {
  const [old, now] = [piecesOf(file, before), piecesOf(file, after)];
  const hunks = hunksOf(pairs(old, now));
  if (hunks.length === 0) {
    return '';
  }
  const masks = { '-': shown(old), '+': shown(now) };
  const masked = hunks.map((hunk) => maskedHunk(hunk, masks));
  const patch = { oldFileName: path, newFileName: path, oldHeader: undefined, newHeader: undefined };
  return formatPatch({ ...patch, hunks: masked }, FILE_HEADERS_ONLY);
}

interface Piece {
  /** The header's line; empty above the first. */
  readonly header: string;
  readonly lines: readonly Line[];
}

function piecesOf(file: FileKind, text: string): readonly Piece[] {
  const { preamble, sections } = readDocument(file, text);
  const pieceOf = ({ lines }: EditedSection): Piece => ({ header: lines[0]?.text ?? '', lines });
  return [{ header: '', lines: preamble }, ...sections.map(pieceOf)];
}

type Pair = readonly [was: Piece | null, is: Piece | null];

/** Sections never change their order: one whose header is not the next was removed; what is left over is new. */
function pairs(old: readonly Piece[], now: readonly Piece[]): readonly Pair[] {
  let at = 0;
  const found = old.map((was): Pair => {
    const is = now[at];
    if (is?.header !== was.header) {
      return [was, null];
    }
    at += 1;
    return [was, is];
  });
  return [...found, ...now.slice(at).map((is): Pair => [null, is])];
}

function hunksOf(all: readonly Pair[]): readonly StructuredPatchHunk[] {
  const hunks: StructuredPatchHunk[] = [];
  let [oldLine, newLine] = [0, 0];
  for (const [was, is] of all) {
    for (const hunk of hunksBetween(textOf(was), textOf(is))) {
      const moved = { ...hunk, oldStart: hunk.oldStart + oldLine, newStart: hunk.newStart + newLine };
      const touched = touching(hunks.at(-1), moved);
      hunks.splice(
        touched === null ? hunks.length : -1,
        1,
        touched === null ? moved : joined(touched, moved),
      );
    }
    oldLine += was?.lines.length ?? 0;
    newLine += is?.lines.length ?? 0;
  }
  return hunks;
}

function hunksBetween(before: string, after: string): readonly StructuredPatchHunk[] {
  return before === after ? [] : structuredPatch('', '', before, after, '', '', { context: 3 }).hunks;
}

function textOf(piece: Piece | null): string {
  return (piece?.lines ?? []).map(({ text, end }) => `${text}${end}`).join('');
}

/** The hunk above, where nothing is between the two. */
function touching(
  above: StructuredPatchHunk | undefined,
  below: StructuredPatchHunk,
): StructuredPatchHunk | null {
  const touches =
    above?.oldStart === below.oldStart - (above?.oldLines ?? 0) &&
    above.newStart === below.newStart - above.newLines;
  return touches ? above : null;
}

function joined(first: StructuredPatchHunk, second: StructuredPatchHunk): StructuredPatchHunk {
  return {
    ...first,
    oldLines: first.oldLines + second.oldLines,
    newLines: first.newLines + second.newLines,
    lines: [...first.lines, ...second.lines],
  };
}

function shown(pieces: readonly Piece[]): readonly string[] {
  return maskedLines(pieces.flatMap(({ lines }) => lines.map(({ text }) => text)));
}

function maskedHunk(
  hunk: StructuredPatchHunk,
  masks: Readonly<Record<'-' | '+', readonly string[]>>,
): StructuredPatchHunk {
  let [oldLine, newLine] = [hunk.oldStart - 1, hunk.newStart - 1];
  const lines = hunk.lines.map((line) => {
    const mark = line.slice(0, 1);
    if (mark === '\\') {
      return line;
    }
    const text = mark === '+' ? masks['+'][newLine] : masks['-'][oldLine];
    oldLine += mark === '+' ? 0 : 1;
    newLine += mark === '-' ? 0 : 1;
    return `${mark}${text ?? ''}`;
  });
  return { ...hunk, lines };
}
