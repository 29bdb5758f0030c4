import { Command as Commander, CommanderError } from 'commander';
import { printable } from '../../core/text/printable.ts';
import { AwscredError } from '../../errors.ts';
import { isGiven, type CommandLine } from './command-line.ts';
import type { Command } from '../command.ts';
import { commandHelp, groupHelp } from '../help/command-help.ts';
import { flagsOf, type OptionSpec } from '../option.ts';
import { refuseOptions } from './refuse-options.ts';
import { rootHelp } from '../help/root-help.ts';
import { optionsTakenBy } from '../common-options.ts';
import type { ParsedCommand } from './to-input.ts';
import { unknownCommand } from './unknown-command.ts';

/** What argv says: a command of the table with its words and options, or a text to print. */
export type Parsed = ParsedCommand | { readonly command: null; readonly text: string };

interface Surroundings {
  version(): string;
  /** How wide help is. */
  columns(): number;
}

/** A command line → a row of the table and plain values. Throws AwscredError USAGE. */
export function parseArgv(line: CommandLine, commands: readonly Command[], around: Surroundings): Parsed {
  const asked = helpWords(line, commands);
  if (asked !== null) {
    return { command: null, text: helpOf(asked, commands, around.columns()) };
  }
  if (line.words.length === 0 && isGiven(line, '-V', '--version')) {
    return { command: null, text: `${around.version()}\n` };
  }
  const named = commandNamed(line.words, commands);
  if (named === null) {
    return withoutCommand(line, commands, around);
  }
  refuseOptions(line, named.command, commands);
  return parsed(line, named);
}

/** `awscred help cache`, `awscred cache help` and `awscred cache --help` alike; null where no help is asked for. */
function helpWords(line: CommandLine, commands: readonly Command[]): readonly string[] | null {
  if (line.words[0] === 'help') {
    return line.words.slice(1);
  }
  if (line.words.length === 2 && line.words[1] === 'help' && commandNamed(line.words, commands) === null) {
    return line.words.slice(0, 1);
  }
  return isGiven(line, '-h', '--help') ? line.words : null;
}

function withoutCommand(line: CommandLine, commands: readonly Command[], around: Surroundings): Parsed {
  if (line.words.length > 0) {
    throw unknownCommand(line.words, commands);
  }
  refuseOptions(line, null, commands);
  return { command: null, text: rootHelp(commands, around.columns()) };
}

/** Throws AwscredError USAGE where there is no such command. */
function helpOf(words: readonly string[], commands: readonly Command[], columns: number): string {
  const [first] = words;
  if (first === undefined) {
    return rootHelp(commands, columns);
  }
  const named = commandNamed(words, commands);
  if (named !== null) {
    return commandHelp(named.command, columns);
  }
  const isOf = (name: string): boolean => name.startsWith(`${first} `);
  const group = commands.filter(({ name, aliases }) => [name, ...aliases].some(isOf));
  if (group.length === 0) {
    throw unknownCommand(words, commands);
  }
  return groupHelp(first, group, columns);
}

interface Named {
  readonly command: Command;
  /** How many of the words are its name. */
  readonly length: number;
}

function commandNamed(words: readonly string[], commands: readonly Command[]): Named | null {
  for (const command of commands) {
    for (const name of [command.name, ...command.aliases]) {
      const parts = name.split(' ');
      if (parts.every((part, index) => part === words[index])) {
        return { command, length: parts.length };
      }
    }
  }
  return null;
}

/** By commander, which is told of this command alone: telling it of all takes longer than most commands. */
function parsed(line: CommandLine, { command, length }: Named): ParsedCommand {
  const one = commanderOf(command);
  try {
    one.parse(line.own.slice(length), { from: 'user' });
  } catch (error) {
    throw error instanceof CommanderError ? usage(error, command) : error;
  }
  return { command, words: one.args, options: one.opts(), program: line.program };
}

function commanderOf(command: Command): Commander {
  const one = new Commander(command.name)
    .exitOverride()
    .configureOutput({ writeOut: () => {}, writeErr: () => {} })
    .helpOption(false)
    .helpCommand(false)
    .allowExcessArguments(false)
    .action(() => {});
  for (const word of command.words.split(' ').filter(Boolean)) {
    one.argument(word);
  }
  for (const spec of optionsTakenBy(command)) {
    addOption(one, spec);
  }
  return one;
}

function addOption(one: Commander, spec: OptionSpec): void {
  if (spec.many === true) {
    const collect = (value: string, list: string[] | undefined): string[] => [...(list ?? []), value];
    one.option(flagsOf(spec), spec.about, collect);
  } else {
    one.option(flagsOf(spec), spec.about);
  }
}

/** Commander's words, without its prefix, as our one line. */
function usage(error: CommanderError, { name }: Command): AwscredError {
  const message = error.message
    .replace(/^error: /, '')
    .replaceAll('\n', ' ')
    .trim();
  return new AwscredError('USAGE', printable(message, 300), {
    hints: [`\`awscred ${name} --help\` shows how it is used, with examples`],
  });
}
