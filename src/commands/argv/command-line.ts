import type { Command } from '../command.ts';
import { namesOf } from '../option.ts';
import { SHARED_OPTIONS } from '../common-options.ts';

/** Argv before it is checked: the part that is awscred's own, and the part that `exec` passes to another program. */
export interface CommandLine {
  /** Words that are neither options nor their values, the command first. Nothing after `--`. */
  readonly words: readonly string[];
  /** The same with the words in front, so that an option may stand anywhere; without `exec`'s program. */
  readonly own: readonly string[];
  /** `exec`'s program and its words, untouched. */
  readonly program: readonly string[];
  /** Options in order, values apart: `-o json`, `-ojson` and `--output=json` alike. Nothing after `--`. */
  readonly options: readonly GivenOption[];
}

export interface GivenOption {
  readonly name: string;
  readonly value: string | null;
}

/**
 * Reads argv as far as it can be read: a command line with mistakes must be reported too, and with the
 * verbosity that it asks for. `exec`'s options end at `--` or after PROFILE: what follows is its command.
 */
export function readCommandLine(argv: readonly string[], taking: ReadonlySet<string>): CommandLine {
  const words: string[] = [];
  const options: GivenOption[] = [];
  const asTyped: string[] = [];
  let at = 0;
  for (const [place, word] of argv.entries()) {
    if (place < at) {
      continue;
    }
    if (word === '--' || (isWord(word) && startsProgram(words, options, argv[place + 1]))) {
      break;
    }
    const given = optionsOf(word, argv[place + 1], takingAfter(words, taking));
    at = place + (given.tookNext ? 2 : 1);
    options.push(...given.options);
    (isWord(word) ? words : asTyped).push(...argv.slice(place, at));
  }
  const rest = argv.slice(at);
  const meant = consoleMeant(words, options);
  const own = [...meant, ...asTyped];
  return startsPrograms(words)
    ? { words, own, program: rest[0] === '--' ? rest.slice(1) : rest, options }
    : { words: meant, own: [...own, ...rest], program: [], options };
}

/** Commands that start a program: `exec` also without `--`. */
function startsPrograms([command = '']: readonly string[]): boolean {
  return command === 'exec' || command === 'share';
}

/** granted's habit: `assume -c PROFILE` opens the console, and is `console PROFILE` in all. */
function consoleMeant(words: readonly string[], options: readonly GivenOption[]): readonly string[] {
  const isConsole = options.some(({ name }) => name === '-c' || name === '--console');
  return words[0] === 'assume' && isConsole ? ['console', ...words.slice(1)] : words;
}

/** Whether an option is given, under any of its names. */
export function isGiven(line: CommandLine, ...names: readonly string[]): boolean {
  return line.options.some(({ name }) => names.includes(name));
}

/** The last value given to an option; null for none. */
export function valueGiven(line: CommandLine, ...names: readonly string[]): string | null {
  return line.options.findLast(({ name }) => names.includes(name))?.value ?? null;
}

/**
 * The options of a table of commands, and the shared ones, that take the next word as their value; and as
 * `keys audit --account` those of one command that are a switch there and take a value elsewhere.
 */
export function optionsWithValue(commands: readonly Command[]): ReadonlySet<string> {
  const taking = new Set(
    [...SHARED_OPTIONS, ...commands.flatMap((command) => command.options)]
      .filter(({ value }) => value !== undefined)
      .flatMap(namesOf),
  );
  const switches = commands.flatMap(({ name, options }) =>
    options
      .filter(({ value }) => value === undefined)
      .flatMap(namesOf)
      .filter((one) => taking.has(one))
      .map((one) => `${name} ${one}`),
  );
  return new Set([...taking, ...switches]);
}

/** Whether an option takes a value at the command that the words name. */
function takingAfter(
  words: readonly string[],
  taking: ReadonlySet<string>,
): Pick<ReadonlySet<string>, 'has'> {
  const command = words.slice(0, 2).join(' ');
  return { has: (name) => taking.has(name) && !taking.has(`${command} ${name}`) };
}

/** A lone dash is a word as well. */
function isWord(word: string): boolean {
  return word === '-' || !word.startsWith('-');
}

/** Whether a word starts the program: the profile is known, and `--` does not follow directly. */
function startsProgram(
  words: readonly string[],
  options: readonly GivenOption[],
  next: string | undefined,
): boolean {
  const named = options.some(({ name }) => name === '-p' || name === '--profile');
  return words[0] === 'exec' && (words.length > 1 || (named && next !== '--'));
}

interface Given {
  readonly options: readonly GivenOption[];
  readonly tookNext: boolean;
}

function optionsOf(word: string, next: string | undefined, taking: Pick<ReadonlySet<string>, 'has'>): Given {
  if (isWord(word)) {
    return { options: [], tookNext: false };
  }
  if (!word.startsWith('--')) {
    return shortOptions(word, next, taking);
  }
  const equals = word.indexOf('=');
  if (equals > 0) {
    return { options: [{ name: word.slice(0, equals), value: word.slice(equals + 1) }], tookNext: false };
  }
  const takes = taking.has(word);
  return { options: [{ name: word, value: takes ? (next ?? null) : null }], tookNext: takes };
}

/** `-q`, `-qv`, `-o json`, `-ojson`, `-qojson`. */
function shortOptions(
  word: string,
  next: string | undefined,
  taking: Pick<ReadonlySet<string>, 'has'>,
): Given {
  const options: GivenOption[] = [];
  for (let at = 1; at < word.length; at += 1) {
    const name = `-${word[at] ?? ''}`;
    if (taking.has(name)) {
      const attached = word.slice(at + 1);
      options.push({ name, value: attached === '' ? (next ?? null) : attached });
      return { options, tookNext: attached === '' };
    }
    options.push({ name, value: null });
  }
  return { options, tookNext: false };
}
