import { Command as Commander, CommanderError, Help } from 'commander';
import { printable } from '../../core/text/printable.ts';
import { AwscredError } from '../../errors.ts';
import { isGiven, type CommandLine } from './command-line.ts';
import type { Command, OptionSpec } from '../command.ts';
import { GLOBAL_OPTIONS } from './global-options.ts';
import { rootHelp } from './root-help.ts';
import type { ParsedCommand } from './to-input.ts';
import { unknownCommand } from './unknown-command.ts';

/** What argv says: a command of the table with its words and options, or a text to print. */
export type Parsed = ParsedCommand | { readonly command: null; readonly text: string };

/** A command line → a row of the table and plain values. Throws AwscredError USAGE. */
export function parseArgv(line: CommandLine, commands: readonly Command[], version: () => string): Parsed {
  const found: { parsed: Parsed | null; text: string } = { parsed: null, text: '' };
  const program = root(commands, isGiven(line, '-V', '--version') ? version() : '', found);
  const meant = commands.filter((row) => isMeant(row, line.words[0]));
  // Words come first, so that the options are those of the command, if there is one.
  addOptions(program, meant.length === 0 ? GLOBAL_OPTIONS : []);
  for (const command of meant) {
    const take: Take = (words, options) => {
      found.parsed = { command, words, options, program: line.program };
    };
    register(program, command, { take, options: optionsToKnow(line, command) });
  }
  try {
    program.parse([...line.own], { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) {
      throw error;
    }
    if (error.exitCode !== 0) {
      throw usage(error, line, commands);
    }
  }
  return found.parsed ?? { command: null, text: found.text };
}

/** Commander gets only the commands of the first word: registering all takes longer than most commands run. */
function isMeant(command: Command, first: string | undefined): boolean {
  return [command.name, ...command.aliases].some((name) => name.split(' ')[0] === first);
}

function root(commands: readonly Command[], version: string, found: { text: string }): Commander {
  const program = new Commander('awscred');
  program
    .exitOverride()
    .configureOutput({ writeOut: (text) => void (found.text += text), writeErr: () => {} })
    .enablePositionalOptions()
    .helpCommand(false)
    .version(version, '-V, --version')
    .helpOption('-h, --help');
  program.configureHelp({
    formatHelp(command, helper) {
      return command === program
        ? rootHelp(commands)
        : Help.prototype.formatHelp.call(helper, command, helper);
    },
  });
  program.argument('[words...]').action((words: string[]) => {
    if (words.length > 0) {
      throw unknownCommand(words, commands);
    }
    found.text += rootHelp(commands);
  });
  return program;
}

/**
 * The options that commander needs for this line: those that appear in it. All of them where one is unknown or help is
 * asked for, since commander then lists the others.
 */
function optionsToKnow(line: CommandLine, command: Command): readonly OptionSpec[] {
  const all = [...command.options, ...GLOBAL_OPTIONS];
  const given = new Set(line.options.map(({ name }) => name));
  const known = all.filter(({ flags }) => namesOf(flags).some((name) => given.delete(name)));
  return given.size === 0 ? known : all;
}

/** `-o, --output <format>` → `-o`, `--output`. */
function namesOf(flags: string): readonly string[] {
  return flags.match(/--?[A-Za-z][\w-]*/g) ?? [];
}

interface Wanted {
  readonly take: Take;
  readonly options: readonly OptionSpec[];
}

type Take = (words: readonly string[], options: Readonly<Record<string, unknown>>) => void;

function register(program: Commander, command: Command, { take, options }: Wanted): void {
  for (const name of [command.name, ...command.aliases]) {
    const sub = place(program, name);
    const usage = [command.words, '[options]', command.program].filter((part) => (part ?? '') !== '');
    sub.description(command.summary).usage(usage.join(' '));
    for (const word of command.words.split(' ').filter(Boolean)) {
      sub.argument(word);
    }
    addOptions(sub, options);
    sub.addHelpText('after', `\nExamples:\n${examples(command)}`);
    sub.action(() => take(sub.args, merged(sub)));
  }
}

/** A command of two words is a subcommand of the first; the first alone is an unknown command. */
function place(program: Commander, name: string): Commander {
  const [first = '', second] = name.split(' ');
  if (second === undefined) {
    return program.command(first).exitOverride().allowExcessArguments(false);
  }
  const group = program.commands.find((command) => command.name() === first) ?? groupOf(program, first);
  return group.command(second).exitOverride().allowExcessArguments(false);
}

function groupOf(program: Commander, name: string): Commander {
  const group = program.command(name).exitOverride().helpCommand(false).enablePositionalOptions();
  addOptions(group, GLOBAL_OPTIONS);
  return group;
}

function addOptions(command: Commander, specs: readonly OptionSpec[]): void {
  for (const { flags, description, many } of specs) {
    if (many === true) {
      command.option(flags, description, (value: string, list: string[] | undefined) => [
        ...(list ?? []),
        value,
      ]);
    } else {
      command.option(flags, description);
    }
  }
}

/** Options before the command count like those after it. The later one wins; repeatable ones add up. */
function merged(sub: Commander): Readonly<Record<string, unknown>> {
  const chain: Commander[] = [];
  for (let at: Commander | null = sub; at !== null; at = at.parent) {
    chain.unshift(at);
  }
  const values: Record<string, unknown> = {};
  for (const command of chain) {
    for (const [key, value] of Object.entries(command.opts<Record<string, unknown>>())) {
      const isPreset = command.getOptionValueSource(key) === 'default';
      const before = values[key];
      if (Array.isArray(value) && Array.isArray(before)) {
        values[key] = [...(before as unknown[]), ...(value as unknown[])];
      } else if (!isPreset || !(key in values)) {
        values[key] = value;
      }
    }
  }
  return values;
}

function examples(command: Command): string {
  const width = Math.max(...command.examples.map(([line]) => line.length)) + 3;
  return command.examples.map(([line, note]) => `  ${line.padEnd(width)}${note}\n`).join('');
}

/** Commander's words, without its prefix, as our one line. */
function usage(error: CommanderError, line: CommandLine, commands: readonly Command[]): AwscredError {
  if (error.code === 'commander.help' || error.code === 'commander.unknownCommand') {
    return unknownCommand(line.words, commands);
  }
  const message = error.message
    .replace(/^error: /, '')
    .replaceAll('\n', ' ')
    .trim();
  return new AwscredError('USAGE', printable(message, 300), {
    hints: ['awscred COMMAND --help shows each command with examples'],
  });
}
