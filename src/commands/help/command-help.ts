import type { Command } from '../command.ts';
import { paragraph, rowsText, type HelpRow } from './help-layout.ts';
import { flagsOf } from '../option.ts';
import { optionsTakenBy, SHARED_OPTIONS } from '../common-options.ts';

/** `awscred COMMAND --help`: what it does, examples, and the options it takes. */
export function commandHelp(command: Command, columns: number): string {
  const everywhere = SHARED_OPTIONS.filter(({ takenBy }) => takenBy === null).map(({ name }) => name);
  const own = optionsTakenBy(command).filter(({ name }) => !everywhere.includes(name));
  const also = command.aliases.map((alias) => `awscred ${alias}`).join(', ');
  const rows = own.map((spec): HelpRow => [flagsOf(spec), spec.about]);
  return [
    usageText(command.name, usageOf(command).slice(command.name.length + 1), columns),
    sentence(command, columns),
    also === '' ? '' : paragraph(`The same: ${also}`, columns),
    `Examples:\n${rowsText(command.examples, columns)}`,
    own.length === 0 ? '' : `Options:\n${rowsText(rows, columns)}`,
    everywhereText(columns),
  ]
    .filter((part) => part !== '')
    .join('\n');
}

/** `awscred cache --help`: its commands with their examples, and the options that each has of its own. */
export function groupHelp(name: string, commands: readonly Command[], columns: number): string {
  const named = commands.map((one) => ({ ...one, name: nameIn(name, one) }));
  const own = named.flatMap((one): readonly HelpRow[] =>
    one.options.map((spec) => [`${one.name} ${flagsOf(spec)}`, spec.about]),
  );
  return [
    usageText(name, 'COMMAND [options]', columns),
    `Commands:\n${rowsText(
      named.map((one) => [`${one.name} ${one.words}`.trim(), one.summary]),
      columns,
    )}`,
    `Examples:\n${rowsText(
      commands.flatMap(({ examples }) => examples),
      columns,
    )}`,
    own.length === 0 ? '' : `Options:\n${rowsText(own, columns)}`,
    everywhereText(columns),
  ]
    .filter((part) => part !== '')
    .join('\n');
}

/** The command's name in that group: `config get` is another name of `settings get`. */
function nameIn(group: string, { name, aliases }: Command): string {
  return [name, ...aliases].find((one) => one.startsWith(`${group} `)) ?? name;
}

function everywhereText(columns: number): string {
  const specs = SHARED_OPTIONS.filter(({ takenBy }) => takenBy === null);
  const rows = specs.map((spec): HelpRow => [flagsOf(spec), spec.about]);
  return `Options of every command:\n${rowsText([...rows, ['-h, --help', 'this text']], columns)}`;
}

function usageText(name: string, words: string, columns: number): string {
  const first = `Usage: awscred ${name}`;
  return first.length + 1 + words.length <= columns
    ? `${first} ${words}\n`
    : `${first}\n  ${paragraph(words, columns - 2, '  ')}`;
}

function usageOf({ name, words, program }: Command): string {
  return [name, '[options]', words, program].filter((part) => (part ?? '') !== '').join(' ');
}

function sentence({ summary, details }: Command, columns: number): string {
  const text = `${summary.slice(0, 1).toUpperCase()}${summary.slice(1)}.`;
  return paragraph(details === undefined ? text : `${text} ${details}`, columns);
}
