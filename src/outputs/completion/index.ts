import { type Candidates, valuesIn } from '../../core/completion/candidates.ts';
import { readBashLine } from './bash-line.ts';
import { bashReplies } from './bash-replies.ts';

/** What a shell hands over, and what it wants back. */
export interface Asked {
  /** Words between `awscred` and the word at the cursor, without quotes. */
  readonly words: readonly string[];
  readonly current: string;
  /** How the command was typed: `awscred`, or the name of `--cmd`. */
  readonly command: string;
  /** Whether it takes candidates alone, without the line that says what they are. */
  readonly isBare?: boolean;
  /** Whether the shell chooses among the candidates by rules of its own. */
  readonly isLoose: boolean;
  /** Lines for the shell's script, which takes them as data. */
  answer(candidates: Candidates): readonly string[];
}

/** `line`: COMMAND_LINE, where the shell sets it. */
type Ask = (words: readonly string[], line: string) => Asked;

/** By shell: how the words of the completer's own command line are read. */
const ASKS: Readonly<Record<string, Ask>> = {
  bash: ([line = '', breaks = '']) => {
    const read = readBashLine(line, breaks);
    const [command = '', ...words] = read.words;
    const answer = (candidates: Candidates): readonly string[] => bashReplies(valuesIn(candidates), read);
    return { command, words, current: read.current, isLoose: false, answer };
  },
  // These match, and quote what they insert, themselves.
  zsh: asWords(described),
  fish: asWords(described),
  elvish: asWords(described),
  powershell: asWords(described),
  xonsh: asWords(described),
  nushell: asWords((candidates) => [
    JSON.stringify(
      valuesIn(candidates).map((value, at) => ({
        value: nushellWord(value),
        description: 'abouts' in candidates ? candidates.abouts[at] : '',
      })),
    ),
  ]),
  // tcsh hands over its line in a variable, and takes words as they are: only what needs no quotes.
  tcsh: (_, line) => {
    const typed = line.split(/[ \t]+/);
    const [command = '', ...words] = typed.slice(0, -1);
    const answer = (candidates: Candidates): readonly string[] =>
      valuesIn(candidates).filter((value) => /^[\w./:@%+,=-]+$/.test(value));
    return { command, words, current: typed.at(-1) ?? '', isLoose: false, isBare: true, answer };
  },
};

/** How `shell` asks; null for a shell that has no completion. */
export function askOf(shell: string): Ask | null {
  return Object.entries(ASKS).find(([name]) => name === shell)?.[1] ?? null;
}

/** `COMMAND WORD… CURRENT`. */
function asWords(answer: Asked['answer']): Ask {
  return (all) => {
    const [command = '', ...words] = all.slice(0, -1);
    return { command, words, current: all.at(-1) ?? '', isLoose: true, answer };
  };
}

function described(candidates: Candidates): readonly string[] {
  if ('names' in candidates) {
    return candidates.names === '' ? [] : [candidates.names];
  }
  return candidates.values.map((value, at) => `${value}\t${candidates.abouts[at] ?? ''}`);
}

/** As nushell reads it back: bare where it can be, else a string of JSON's kind, whose escapes nushell knows. */
function nushellWord(value: string): string {
  return /^[A-Za-z_./@%-][\w./@%+:=-]*$/.test(value) ? value : JSON.stringify(value);
}
