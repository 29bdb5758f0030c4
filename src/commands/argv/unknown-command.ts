import { nearest } from '../../core/text/nearest.ts';
import { pasteable, printable } from '../../core/text/printable.ts';
import { AwscredError } from '../../errors.ts';
import type { Command } from '../command.ts';
import { VERBS_ELSEWHERE } from './elsewhere.ts';

/**
 * Exit 2: for half a command its second words; for another tool's verb what there is here, or that it is not there
 * yet; else the nearest command, and what to type where the word was meant for a profile.
 */
export function unknownCommand(words: readonly string[], commands: readonly Command[]): AwscredError {
  const [word = '', next] = words;
  const known = commands.flatMap(({ name, aliases }) => [name, ...aliases]);
  const whole = known.filter((name) => name.startsWith(`${word} `));
  const elsewhere = VERBS_ELSEWHERE.find(({ verbs }) => verbs.split(' ').includes(word.toLowerCase()));
  if (whole.length > 0 && elsewhere === undefined) {
    return incomplete(words, whole);
  }
  const message = `there is no command "${printable(word, 60)}"`;
  if (elsewhere !== undefined) {
    const lacks = elsewhere.lacks === undefined ? '' : `: ${elsewhere.lacks}`;
    // What is not there yet took other words than profiles.
    const profile = profileFor(elsewhere.lacks === undefined ? next : undefined);
    const hints = elsewhere.hints.map((hint) => commandFirst(hint).replace(/\bPROFILE\b/g, profile));
    return new AwscredError('USAGE', `${message}${lacks}`, { hints: [...hints, LISTED] });
  }
  const names = nearest(
    word,
    known.filter((name) => !name.includes(' ')),
  );
  const profile = pasteable('awscred assume', word, 'PROFILE');
  return new AwscredError('USAGE', message, {
    hints: [...names.map(command), `if that is a profile: \`eval $(${profile})\``, LISTED],
  });
}

const LISTED = '`awscred --help` lists the commands';

function command(name: string): string {
  return `awscred ${name}`;
}

/** "`awscred whoami` asks AWS" → `awscred whoami  (asks AWS)`: what is to be pasted stands first and bare. */
function commandFirst(hint: string): string {
  const [, line = '', note = ''] = /^`([^`]+)` (.*)$/.exec(hint) ?? [];
  return line === '' ? hint : `${line}  (${note})`;
}

/** A word that needs no quotes stands in a hint as it was typed. */
function profileFor(next: string | undefined): string {
  return next !== undefined && /^[A-Za-z0-9_][A-Za-z0-9._@+/:-]{0,79}$/.test(next) ? next : 'PROFILE';
}

function incomplete([first = '', second]: readonly string[], whole: readonly string[]): AwscredError {
  if (second === undefined) {
    return new AwscredError('USAGE', `"${first}" needs one more word`, { hints: whole.map(command) });
  }
  const seconds = whole.map((name) => name.slice(first.length + 1));
  const near = nearest(second, seconds).map((name) => `${first} ${name}`);
  return new AwscredError('USAGE', `there is no command "${first} ${printable(second, 60)}"`, {
    hints: (near.length === 0 ? whole : near).map(command),
  });
}
