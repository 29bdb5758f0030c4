import type { Command } from '../command.ts';
import type { CommandLine, GivenOption } from './command-line.ts';
import { keyOf, namesOf, type OptionSpec } from '../option.ts';
import { optionsTakenBy } from '../common-options.ts';
import type { ParsedCommand } from './to-input.ts';

/**
 * The same result as commander's for a command line without mistakes or requests for help, because loading commander
 * takes longer than most commands. Null for any other line, which commander then reads
 * (`test/commands/argv/plain-line.test.ts` compares the two).
 */
export function readPlainly(line: CommandLine, commands: readonly Command[]): ParsedCommand | null {
  const found = commandOf(line, commands);
  const options = found === null ? null : valuesOf(line.options, optionsTakenBy(found.command));
  if (found === null || options === null || line.own.includes('--')) {
    return null;
  }
  return { ...found, options, program: line.program };
}

function commandOf(
  { words }: CommandLine,
  commands: readonly Command[],
): Pick<ParsedCommand, 'command' | 'words'> | null {
  for (const command of commands) {
    for (const name of [command.name, ...command.aliases]) {
      const parts = name.split(' ');
      const rest = words.slice(parts.length);
      if (parts.every((part, index) => part === words[index]) && fits(command.words, rest.length)) {
        return { command, words: rest };
      }
    }
  }
  return null;
}

/** `<key> [value]` takes one word or two. */
function fits(takes: string, count: number): boolean {
  const names = takes.split(' ').filter((name) => name !== '');
  const needed = names.filter((name) => name.startsWith('<')).length;
  const most = takes.endsWith('...]') || takes.endsWith('...>') ? Number.POSITIVE_INFINITY : names.length;
  return count >= needed && count <= most;
}

function valuesOf(
  given: readonly GivenOption[],
  known: readonly OptionSpec[],
): Readonly<Record<string, unknown>> | null {
  const values: Record<string, unknown> = {};
  for (const { name, value } of given) {
    const spec = known.find((one) => namesOf(one).includes(name));
    if (spec === undefined || !isPlain(spec, value)) {
      return null;
    }
    const { key, isNo } = keyOf(spec);
    const before = values[key];
    const list = Array.isArray(before) ? (before as unknown[]) : [];
    values[key] = spec.many === true ? [...list, value] : (value ?? !isNo);
  }
  return values;
}

/** True if it has a value exactly when it takes one. Values that look like options are left to commander. */
function isPlain(spec: OptionSpec, value: string | null): boolean {
  return (spec.value !== undefined) === (value !== null) && value?.startsWith('-') !== true;
}
