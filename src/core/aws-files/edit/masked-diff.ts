import { FILE_HEADERS_ONLY, formatPatch, structuredPatch, type StructuredPatchHunk } from 'diff';
import type { FileKind } from '../config-drafts.ts';
import { type EditedSection, type Line, readDocument } from './document.ts';
import { withContext } from './diff-context.ts';
import { maskedLines } from './masked-lines.ts';

/** One of AWS's files before and after a change; empty where there is none. */
export interface FileChange {
  readonly file: FileKind;
  readonly path: string;
  readonly before: string;
  readonly after: string;
}

/**
 * A unified diff, three lines around each change; empty where nothing changes. Secrets are masked
 * (core/aws-files/edit/masked-lines.ts). Compared section by section: a whole file with ten thousand changes would take
 * minutes.
 */
export function maskedDiff({ file, path, before, after }: FileChange): string {
  const [old, now] = [piecesOf(file, before), piecesOf(file, after)];
  const changes = changesOf(pairs(old, now));
  if (changes.length === 0) {
    return '';
  }
  const masks = { '-': shown(old), '+': shown(now) };
  const masked = changes.map((change) => maskedHunk(change, masks));
  const hunks = withContext(masked, { lines: masks['-'], endsOpen: !/[\r\n]$/.test(before) });
  const patch = { oldFileName: path, newFileName: path, oldHeader: undefined, newHeader: undefined };
  return formatPatch({ ...patch, hunks: [...hunks] }, FILE_HEADERS_ONLY);
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

/** What was added and removed, without the lines around. */
function changesOf(all: readonly Pair[]): readonly StructuredPatchHunk[] {
  const changes: StructuredPatchHunk[] = [];
  let [oldLine, newLine] = [0, 0];
  for (const [was, is] of all) {
    for (const hunk of changesBetween(textOf(was), textOf(is))) {
      changes.push({ ...hunk, oldStart: hunk.oldStart + oldLine, newStart: hunk.newStart + newLine });
    }
    oldLine += was?.lines.length ?? 0;
    newLine += is?.lines.length ?? 0;
  }
  return changes;
}

function changesBetween(before: string, after: string): readonly StructuredPatchHunk[] {
  return before === after ? [] : structuredPatch('', '', before, after, '', '', { context: 0 }).hunks;
}

function textOf(piece: Piece | null): string {
  return (piece?.lines ?? []).map(({ text, end }) => `${text}${end}`).join('');
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
