import { printable } from '../../core/text/printable.ts';
import type { Choice } from '../../ports/person/terminal.ts';

/** What a picker offers: `@inquirer/prompts`' shape, every text escaped. */
interface Row {
  readonly value: string;
  readonly name: string;
  readonly short: string;
  readonly description?: string;
}

/** Ranks choices by what was typed so far; unchanged order while nothing is typed. */
export async function ranking(
  choices: readonly Choice[],
): Promise<(typed: string | undefined) => readonly Row[]> {
  const { default: fuzzysort } = await import('fuzzysort');
  return (typed) => {
    const word = typed?.trim() ?? '';
    const found =
      word === '' ? choices : fuzzysort.go(word, choices, ABBREVIATIONS).map((result) => result.obj);
    return found.map(rowOf);
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

function rowOf({ value, label, note }: Choice): Row {
  const name = printable(label);
  return { value, name, short: name, ...(note === null ? {} : { description: printable(note) }) };
}
