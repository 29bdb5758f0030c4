import { printable } from '../../core/text/printable.ts';
import { cutToWidth, padToWidth, textWidth } from '../../core/text/text-width.ts';
import type { Choice } from '../../ports/person/terminal.ts';

/** What a picker offers: `@inquirer/prompts`' shape, every text escaped. */
interface Row {
  readonly value: string;
  readonly name: string;
  readonly short: string;
}

/** What was found, and how many more there are: the prompt lays out every row it is given at every key. */
export interface Ranked {
  readonly rows: readonly Row[];
  readonly more: number;
}

const MOST_ROWS = 60;
const WIDEST_LABEL = 40;

/**
 * Ranks choices by what was typed so far; unchanged order while nothing is typed. `columns` of the terminal: no row is
 * wider.
 */
export async function ranking(
  choices: readonly Choice[],
  columns: number = 200,
): Promise<(typed: string | undefined) => Ranked> {
  const { default: fuzzysort } = await import('fuzzysort');
  return (typed) => {
    const word = typed?.trim() ?? '';
    const found =
      word === '' ? choices : fuzzysort.go(word, choices, ABBREVIATIONS).map((result) => result.obj);
    return { rows: rowsOf(found.slice(0, MOST_ROWS), columns), more: Math.max(0, found.length - MOST_ROWS) };
  };
}

// Without a threshold of its own the library drops loose matches: `prdro` for `prod-readonly`.
// A name counts for more than what stands beside it: an account's number, a role.
const ABBREVIATIONS = {
  keys: ['label', 'note'],
  threshold: 0,
  limit: 0,
  scoreFn: (result: readonly { readonly score: number }[] & { readonly score: number }) =>
    Math.max(result[0]?.score ?? 0, result.score * 0.9),
} as const;

/** Names in a column, what stands beside them in the next; the current one marked. */
function rowsOf(choices: readonly Choice[], columns: number): readonly Row[] {
  const shown = choices.map(({ label, note }) => ({ label: printable(label), note: printable(note ?? '') }));
  const widest = shown.reduce((most, { label }) => Math.max(most, textWidth(label)), 0);
  const width = Math.min(widest, WIDEST_LABEL);
  const hasMark = choices.some(({ isCurrent }) => isCurrent === true);
  return choices.map(({ value, isCurrent }, index) => {
    const { label = '', note = '' } = shown[index] ?? {};
    const mark = isCurrent === true ? '* ' : '  ';
    const text = `${hasMark ? mark : ''}${padToWidth(label, width)}   ${note}`.trimEnd();
    // The prompt's pointer and a blank stand before it.
    return { value, name: cutToWidth(text, Math.max(10, columns - 4)), short: label };
  });
}
