import { nearest } from '../../core/text/nearest.ts';
import { printable } from '../../core/text/printable.ts';
import { AwscredError } from '../../errors.ts';
import type { Command } from '../command.ts';
import type { CommandLine } from './command-line.ts';
import { OPTIONS_ELSEWHERE } from './elsewhere.ts';
import { namesOf } from '../option.ts';
import { optionsTakenBy, SHARED_OPTIONS, takersOf } from '../common-options.ts';

/**
 * AwscredError USAGE at the first option that means nothing to the command; without one, at the first that means
 * nothing to any.
 */
export function refuseOptions(
  line: CommandLine,
  command: Command | null,
  commands: readonly Command[],
): void {
  const taken = command === null ? everyOption(commands) : optionsTakenBy(command).flatMap(namesOf);
  const odd = line.options.find(({ name }) => !taken.includes(name));
  if (odd !== undefined) {
    throw refused(odd.name, { command, taken, takers: takersOf(odd.name, commands), words: line.words });
  }
}

function everyOption(commands: readonly Command[]): readonly string[] {
  return [...SHARED_OPTIONS, ...commands.flatMap(({ options }) => options)].flatMap(namesOf);
}

interface Refused {
  readonly command: Command | null;
  readonly taken: readonly string[];
  /** The commands that do take it. */
  readonly takers: readonly string[];
  readonly words: readonly string[];
}

function refused(given: string, meant: Refused): AwscredError {
  const { command, takers } = meant;
  const shown = printable(given, 60);
  const help = `\`awscred ${command === null ? '' : `${command.name} `}--help\` shows the options`;
  if (given === '-c' && mayBeProgram(meant)) {
    return programs(shown, help);
  }
  if (command !== null && takers.length > 0) {
    return new AwscredError('USAGE', `awscred ${command.name} has no option ${shown}`, {
      hints: [`${shown} is an option of ${takers.join(', ')}`, help],
    });
  }
  const elsewhere = OPTIONS_ELSEWHERE.find(({ options }) => options.split(' ').includes(given));
  if (mayBeProgram(meant) && elsewhere === undefined) {
    return programs(shown, help);
  }
  const hints = elsewhere?.hints ?? similar(given, meant.taken);
  return new AwscredError('USAGE', `there is no option ${shown}`, { hints: [...hints, help] });
}

function programs(shown: string, help: string): AwscredError {
  return new AwscredError('USAGE', `awscred exec has no option ${shown}`, {
    hints: [`options of the program go after \`--\`: \`awscred exec PROFILE -- PROGRAM ${shown}\``, help],
  });
}

/** `exec sh -c …`: the option may well be the program's. */
function mayBeProgram({ command, words }: Refused): boolean {
  return command?.name === 'exec' && words.length > 1;
}

function similar(given: string, taken: readonly string[]): readonly string[] {
  const near = nearest(
    given,
    taken.filter((name) => name.startsWith('--')),
  );
  return near.length === 0 ? [] : [`did you mean ${near.join(' or ')}?`];
}
