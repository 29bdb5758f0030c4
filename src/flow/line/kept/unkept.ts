import { parseTexts } from '../../../core/text/json-text.ts';
import type { Notes } from '../../../ports/store/notes.ts';

/** More programs than anybody has; the oldest are forgotten. */
const MOST = 100;

/**
 * Whether the last answer for a step had no end and was not stored. Then a process that waited for another would wait
 * for nothing, and many of them would run one after the other.
 */
export function isUnkept(notes: Notes, key: string): boolean {
  return readMarks(notes).includes(markOf(key));
}

/** Notes what the answer was; writes only what is new. */
export function noteUnkept(notes: Notes, key: string, isEndless: boolean): void {
  const marks = readMarks(notes);
  const mark = markOf(key);
  if (marks.includes(mark) !== isEndless) {
    const others = marks.filter((each) => each !== mark);
    const all = isEndless ? [...others, mark] : others;
    notes.write('unkept', `${JSON.stringify(all.slice(-MOST))}\n`);
  }
}

function readMarks(notes: Notes): readonly string[] {
  return parseTexts(notes.read('unkept') ?? '');
}

function markOf(key: string): string {
  return key.slice(0, 16);
}
