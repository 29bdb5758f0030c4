import type { StructuredPatchHunk } from 'diff';

/** Lines around a change, as diff(1) shows them. With fewer, patch(1) takes a hunk for the file's beginning or end. */
const CONTEXT = 3;

interface OldLines {
  readonly lines: readonly string[];
  /** Whether the last line has no end. */
  readonly endsOpen: boolean;
}

/** Changes with the lines of the old file around them; what is near one another is one hunk. */
export function withContext(
  changes: readonly StructuredPatchHunk[],
  old: OldLines,
): readonly StructuredPatchHunk[] {
  const hunks: StructuredPatchHunk[] = [];
  for (const change of changes) {
    const above = hunks.at(-1);
    const gap = above === undefined ? Number.POSITIVE_INFINITY : change.oldStart - endOf(above);
    if (above !== undefined && gap <= 2 * CONTEXT) {
      addContext(above, gap, old);
      extend(above, change);
    } else {
      addBehind(above, old);
      hunks.push(begun(change, old));
    }
  }
  addBehind(hunks.at(-1), old);
  return hunks;
}

function begun(change: StructuredPatchHunk, { lines }: OldLines): StructuredPatchHunk {
  const before = lines.slice(Math.max(0, change.oldStart - 1 - CONTEXT), change.oldStart - 1);
  return {
    oldStart: change.oldStart - before.length,
    newStart: change.newStart - before.length,
    oldLines: change.oldLines + before.length,
    newLines: change.newLines + before.length,
    lines: [...before.map((line) => ` ${line}`), ...change.lines],
  };
}

function addBehind(hunk: StructuredPatchHunk | undefined, old: OldLines): void {
  if (hunk !== undefined) {
    addContext(hunk, Math.min(CONTEXT, old.lines.length + 1 - endOf(hunk)), old);
  }
}

function addContext(hunk: StructuredPatchHunk, count: number, { lines, endsOpen }: OldLines): void {
  const start = endOf(hunk) - 1;
  hunk.lines.push(...lines.slice(start, start + count).map((line) => ` ${line}`));
  hunk.oldLines += count;
  hunk.newLines += count;
  if (count > 0 && endsOpen && start + count === lines.length) {
    hunk.lines.push('\\ No newline at end of file');
  }
}

/** In place: a copy for each change would take quadratic time. */
function extend(hunk: StructuredPatchHunk, change: StructuredPatchHunk): void {
  hunk.lines.push(...change.lines);
  hunk.oldLines += change.oldLines;
  hunk.newLines += change.newLines;
}

/** The old file's line behind the hunk, from 1. */
function endOf({ oldStart, oldLines }: StructuredPatchHunk): number {
  return oldStart + oldLines;
}
