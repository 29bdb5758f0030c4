import { distance } from 'fastest-levenshtein';
import { printable } from '../../core/text/printable.ts';
import { AwscredError } from '../../errors.ts';
import type { Command } from '../command.ts';

/** Commands of other tools, with ours. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  export: 'assume',
  eval: 'assume',
  env: 'assume',
  use: 'assume',
  switch: 'assume',
  run: 'exec',
  'sso login': 'login',
  signin: 'login',
  show: 'explain',
  status: 'store status',
  clear: 'cache clear',
  profiles: 'list',
};

/** Exit 2, naming our command for another tool's, the nearest command, or the second words of half a command. */
export function unknownCommand(words: readonly string[], commands: readonly Command[]): AwscredError {
  const word = words[0] ?? '';
  const known = commands.map((command) => command.name);
  const whole = known.filter((name) => name.startsWith(`${word} `));
  if (whole.length > 0) {
    return incomplete(words, whole);
  }
  const elsewhere = Object.hasOwn(ELSEWHERE, word) ? ELSEWHERE[word] : undefined;
  const nearest = elsewhere ?? closest(word, known);
  const hints = nearest === undefined ? [] : [`awscred ${nearest}`];
  return new AwscredError('USAGE', `there is no command "${printable(word, 60)}"`, {
    hints: [...hints, 'awscred --help lists the commands'],
  });
}

function incomplete([first = '', second]: readonly string[], whole: readonly string[]): AwscredError {
  const message =
    second === undefined
      ? `"${first}" needs one more word`
      : `there is no command "${first} ${printable(second, 60)}"`;
  return new AwscredError('USAGE', message, { hints: whole.map((name) => `awscred ${name}`) });
}

function closest(word: string, known: readonly string[]): string | undefined {
  const ranked = known
    .map((name) => ({ name, away: distance(word, name) }))
    .toSorted((a, b) => a.away - b.away);
  const best = ranked[0];
  return best !== undefined && best.away <= Math.max(2, Math.floor(word.length / 3)) ? best.name : undefined;
}
