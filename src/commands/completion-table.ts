import type {
  CompletedOption,
  CompletedValue,
  CompletionTable,
} from '../core/completion/completion-table.ts';
import { optionsWithValue } from './argv/command-line.ts';
import type { Command } from './command.ts';
import { optionsTakenBy } from './common-options.ts';
import { namesOf, type OptionSpec, type OptionValue } from './option.ts';

/** The table of commands as data for the completer. */
export function completionTable(commands: readonly Command[]): CompletionTable {
  return {
    taking: [...optionsWithValue(commands)],
    commands: commands.map((command) => ({
      name: command.name,
      about: command.summary,
      words: wordsOf(command),
      isOpen: command.words.includes('...'),
      startsProgram: command.program !== undefined,
      options: [...optionsTakenBy(command).map(optionOf), HELP],
    })),
  };
}

const HELP: CompletedOption = { names: ['-h', '--help'], about: 'show how it is used' };

/** By the name under which help shows a word. */
const WORDS: Readonly<Record<string, CompletedValue>> = {
  profile: { kind: 'profile' },
  pattern: { kind: 'profile' },
  session: { kind: 'session' },
};

function wordsOf({ words, wordValues }: Command): readonly CompletedValue[] {
  return words
    .split(' ')
    .filter((word) => word !== '')
    .map((word, index) => {
      const value = wordValues?.[index];
      return value === undefined ? (WORDS[word.replace(/\W/g, '')] ?? { kind: 'text' }) : valueOf(value);
    });
}

function optionOf(spec: OptionSpec): CompletedOption {
  const { about, value } = spec;
  return { names: namesOf(spec), about, ...(value === undefined ? {} : { value: valueOf(value) }) };
}

function valueOf({ kind, choices }: OptionValue): CompletedValue {
  return choices === undefined ? { kind } : { kind, choices };
}
