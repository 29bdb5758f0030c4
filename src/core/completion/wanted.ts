import type {
  CompletedCommand,
  CompletedOption,
  CompletedValue,
  CompletionTable,
} from './completion-table.ts';

/** What can stand where the cursor is. */
export type Wanted =
  | { readonly kind: 'command-names'; readonly first: string | null }
  | { readonly kind: 'options'; readonly options: readonly CompletedOption[] }
  | { readonly kind: 'value'; readonly value: CompletedValue; readonly before: string }
  /** Another program, whose name is the word of that number; words count from 0, awscred itself among them. */
  | { readonly kind: 'program'; readonly at: number }
  | { readonly kind: 'nothing' };

const NOTHING: Wanted = { kind: 'nothing' };

/** `words`: those between `awscred` and the word at the cursor, without their quotes; `current`: that word, so far. */
export function wanted(table: CompletionTable, words: readonly string[], current: string): Wanted {
  const line = begun();
  for (const [place, word] of words.entries()) {
    if (isProgramNext(table, line, word)) {
      return { kind: 'program', at: place + 1 };
    }
    take(line, word, table.taking);
  }
  return isProgramNext(table, line, current)
    ? { kind: 'program', at: words.length + 1 }
    : wantedBehind(table, line, current);
}

/** A command line as far as it has been read. */
interface Line {
  /** Words that are no options, the command's name among them. */
  readonly words: string[];
  /** The option whose value is next. */
  awaiting: string | null;
  /** Behind `--`. */
  isPlain: boolean;
  /** Whether an option has named the profile. */
  isNamed: boolean;
}

function begun(): Line {
  return { words: [], awaiting: null, isPlain: false, isNamed: false };
}

/** As the program reads its words (src/commands/argv/command-line.ts). */
function take(line: Line, word: string, taking: readonly string[]): void {
  if (line.awaiting !== null) {
    line.awaiting = null;
  } else if (line.isPlain || word === '-' || !word.startsWith('-')) {
    line.words.push(word);
  } else if (word === '--') {
    line.isPlain = true;
  } else {
    line.awaiting = takenNext(word, taking);
    line.isNamed ||= /^(?:-p|--profile(?:=|$))/.test(word);
  }
}

function isProgramNext(table: CompletionTable, line: Line, word: string): boolean {
  const { words, awaiting, isPlain, isNamed } = line;
  const isKnown = isPlain || ((words.length > 1 || isNamed) && !word.startsWith('-'));
  return awaiting === null && isKnown && commandNamed(table, words)?.startsProgram === true;
}

function wantedBehind(table: CompletionTable, line: Line, current: string): Wanted {
  const command = commandNamed(table, line.words);
  if (line.awaiting !== null) {
    return valueOf(optionNamed(line.awaiting, command, table), '');
  }
  const isOption = current.startsWith('-') && !line.isPlain;
  return isOption ? optionOrValue(table, command, current) : wordAt(table, command, line);
}

/** The option that takes the next word: `--region`, or `-qd`. */
function takenNext(word: string, taking: readonly string[]): string | null {
  if (word.startsWith('--')) {
    return taking.includes(word) ? word : null;
  }
  const letters = word.slice(1).split('');
  const at = letters.findIndex((letter) => taking.includes(`-${letter}`));
  return at !== -1 && at === letters.length - 1 ? `-${letters[at] ?? ''}` : null;
}

function commandNamed(table: CompletionTable, words: readonly string[]): CompletedCommand | null {
  const two = words.slice(0, 2).join(' ');
  return (
    table.commands.find(({ name }) => name === two) ??
    table.commands.find(({ name }) => name === words[0]) ??
    null
  );
}

/** A command's own options; before there is a command those that all commands take. */
function optionsOf(command: CompletedCommand | null, table: CompletionTable): readonly CompletedOption[] {
  if (command !== null) {
    return command.options;
  }
  const [first, ...others] = table.commands;
  const isOfAll = ({ names }: CompletedOption): boolean =>
    others.every(({ options }) => options.some((option) => option.names.join(' ') === names.join(' ')));
  return first?.options.filter(isOfAll) ?? [];
}

function optionNamed(
  name: string,
  command: CompletedCommand | null,
  table: CompletionTable,
): CompletedOption | null {
  const isIt = ({ names }: CompletedOption): boolean => names.includes(name);
  const all = command === null ? table.commands.flatMap(({ options }) => options) : command.options;
  return all.find(isIt) ?? null;
}

function optionOrValue(table: CompletionTable, command: CompletedCommand | null, current: string): Wanted {
  const equals = current.startsWith('--') ? current.indexOf('=') : -1;
  if (equals === -1) {
    return { kind: 'options', options: optionsOf(command, table) };
  }
  return valueOf(optionNamed(current.slice(0, equals), command, table), current.slice(0, equals + 1));
}

function valueOf(option: CompletedOption | null, before: string): Wanted {
  return option?.value === undefined ? NOTHING : { kind: 'value', value: option.value, before };
}

function wordAt(table: CompletionTable, command: CompletedCommand | null, { words, isNamed }: Line): Wanted {
  const [first] = words;
  if (first === undefined) {
    return { kind: 'command-names', first: null };
  }
  if (command === null) {
    const isGroup = table.commands.some(({ name }) => name.startsWith(`${first} `));
    return isGroup && words.length === 1 ? { kind: 'command-names', first } : NOTHING;
  }
  return wordOf(command, words.length - command.name.split(' ').length, isNamed);
}

/** A command's word of that number; a profile that an option has named is not asked for again. */
function wordOf(command: CompletedCommand, count: number, isNamed: boolean): Wanted {
  const value = command.words[count] ?? (command.isOpen ? command.words.at(-1) : undefined);
  const isTaken = isNamed && count === 0 && value?.kind === 'profile';
  return value === undefined || isTaken ? NOTHING : { kind: 'value', value, before: '' };
}
