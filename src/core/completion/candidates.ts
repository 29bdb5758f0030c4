import type { CompletedValue, CompletionTable } from './completion-table.ts';
import type { Wanted } from './wanted.ts';

/** Words that may stand at the cursor, as data: no shell has quoted them. */
export interface Candidates {
  readonly values: readonly string[];
  /** What each is, in a few words; null where nothing is said of them. */
  readonly abouts: readonly string[] | null;
}

/** What the user's files hold; asked for where it is wanted, by the beginning of a name. */
export interface KnownNames {
  readonly profiles: (text: string) => readonly string[];
  readonly sessions: (text: string) => readonly string[];
  readonly regions: (text: string) => readonly string[];
}

const TIMES = ['15m', '1h', '4h', '8h', '12h'];
const NONE: Candidates = { values: [], abouts: null };

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
      const values = valuesOf(want.value, input.known, input.current.slice(want.before.length));
      const isWhole = values === 'files' || want.before === '';
      return values === 'files'
        ? values
        : { values: isWhole ? values : values.map((value) => `${want.before}${value}`), abouts: null };
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

function valuesOf(value: CompletedValue, known: KnownNames, text: string): readonly string[] | 'files' {
  switch (value.kind) {
    case 'profile':
      return known.profiles(text);
    case 'session':
      return [...known.sessions(text), ...known.profiles(text)];
    case 'region':
      return known.regions(text);
    case 'time':
      return TIMES;
    case 'file':
    case 'folder':
      return 'files';
    case 'choice':
      return value.choices ?? [];
    default:
      return [];
  }
}
