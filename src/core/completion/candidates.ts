import type { CompletedValue, CompletionTable } from './completion-table.ts';
import type { NameLines } from './names.ts';
import type { Wanted } from './wanted.ts';

/** Words that may stand at the cursor, as data: no shell has quoted them. */
export type Candidates =
  /** Nothing is said of these. */
  | { readonly names: NameLines }
  /** What each is, in a few words. */
  | { readonly values: readonly string[]; readonly abouts: readonly string[] };

/** What the user's files hold; asked for where it is wanted, by the beginning of a name. */
export interface KnownNames {
  readonly profiles: (text: string) => NameLines;
  readonly sessions: (text: string) => NameLines;
  readonly regions: (text: string) => NameLines;
}

/** Each for itself. */
export function valuesIn(candidates: Candidates): readonly string[] {
  if ('values' in candidates) {
    return candidates.values;
  }
  return candidates.names === '' ? [] : candidates.names.split('\n');
}

const TIMES: NameLines = ['15m', '1h', '4h', '8h', '12h'].join('\n');
const NONE: Candidates = { names: '' };

interface CandidatesInput {
  readonly table: CompletionTable;
  readonly known: KnownNames;
  /** The word at the cursor. */
  readonly current: string;
}

/** The candidates; 'files' where the shell knows them. */
export function candidatesFor(want: Wanted, input: CandidatesInput): Candidates | 'files' {
  switch (want.kind) {
    case 'command-names':
      return commandNames(want.first, input.table);
    case 'options':
      return {
        values: want.options.map(({ names }) => names.at(-1) ?? ''),
        abouts: want.options.map(({ about }) => about),
      };
    case 'value': {
      const { value, before } = want;
      return value.kind === 'file' || value.kind === 'folder'
        ? 'files'
        : { names: behind(before, namesOf(value, input.known, input.current.slice(before.length))) };
    }
    default:
      return NONE;
  }
}

/** First words of all commands, or the second ones of a group. */
function commandNames(first: string | null, { commands }: CompletionTable): Candidates {
  const named = new Map<string, string>();
  for (const { name, about } of commands) {
    const [word = '', second] = name.split(' ');
    if (first === null) {
      named.set(word, second === undefined ? about : (named.get(word) ?? ''));
    } else if (first === word && second !== undefined) {
      named.set(second, about);
    }
  }
  return { values: [...named.keys()], abouts: [...named.values()] };
}

/** `--output=` in front of each. */
function behind(before: string, names: NameLines): NameLines {
  return before === '' || names === '' ? names : `${before}${names.replaceAll('\n', () => `\n${before}`)}`;
}

function namesOf(value: CompletedValue, known: KnownNames, text: string): NameLines {
  switch (value.kind) {
    case 'profile':
      return known.profiles(text);
    case 'session':
      return [known.sessions(text), known.profiles(text)].filter((names) => names !== '').join('\n');
    case 'region':
      return known.regions(text);
    case 'time':
      return TIMES;
    case 'choice':
      return (value.choices ?? []).join('\n');
    default:
      return '';
  }
}
