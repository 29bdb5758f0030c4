import type { Settings } from '../../core/settings/settings.ts';
import { printable } from '../../core/text/printable.ts';
import type { Request } from '../../core/plan/request.ts';
import { AwscredError } from '../../errors.ts';
import type { Command, Input } from '../command.ts';
import { keyOf } from '../option.ts';
import { text, toRequest, type Options } from './request.ts';

export interface ParsedCommand {
  readonly command: Command;
  readonly words: readonly string[];
  readonly options: Options;
  readonly program: readonly string[];
}

/** A parsed command line → the command's input. PROFILE and `-p` are the same; both and different is an error. */
export function toInput(parsed: ParsedCommand, settings: Settings, variables: Variables): Input {
  const { command, words, options, program } = parsed;
  const profile = profileOf(parsed);
  const noInput = options['input'] === false || isOn(variables.get('AWSCRED_NO_INPUT'));
  const purpose = profile === null ? command.name : `${command.name} ${profile}`;
  const asking = noInput ? 'never' : askingFor(command, settings);
  return {
    profile,
    words,
    options,
    program,
    noInput,
    request: toRequest(sharedOf(parsed), settings, { purpose, asking }),
    json: options['json'] === true,
  };
}

/** What a command has of its own under a shared option's name means something else there. */
function sharedOf({ command, options }: ParsedCommand): Options {
  const own = new Set(command.options.map((spec) => nameOf(keyOf(spec))));
  const isShared = ([key, value]: [string, unknown]): boolean =>
    !own.has(nameOf({ key, isNo: value === false }));
  return Object.fromEntries(Object.entries(options).filter(isShared));
}

/** `--browser PROGRAM` of a command's own does not take away `--no-browser`. */
function nameOf({ key, isNo }: { readonly key: string; readonly isNo: boolean }): string {
  return isNo ? `no ${key}` : key;
}

interface Variables {
  get(name: string): string | null;
}

function profileOf({ command, words, options }: ParsedCommand): string | null {
  const named = text(options, 'profile');
  const word = command.takesProfile ? (words[0] ?? null) : null;
  if (word !== null && named !== null && word !== named) {
    throw new AwscredError(
      'USAGE',
      `two profiles are named: ${printable(word, 60)} and --profile ${printable(named, 60)}`,
      { hints: ['name one'] },
    );
  }
  if (word === '') {
    throw new AwscredError('USAGE', 'the profile’s name is empty');
  }
  return word ?? named;
}

/** `sign_in = browser` also allows assume and exec to open a browser without a terminal. */
function askingFor(command: Command, settings: Settings): Request['asking'] {
  if (command.asks === 'command' && settings.signIn !== 'ask') {
    return settings.signIn === 'browser' ? 'browser' : 'command';
  }
  return command.asks ?? settings.signIn;
}

function isOn(value: string | null): boolean {
  return value !== null && !['0', 'false', 'no', 'off'].includes(value.toLowerCase());
}
