import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { COMMANDS } from '../../../src/commands/index.ts';
import { completionTable } from '../../../src/commands/completion-table.ts';
import { wanted, type Wanted } from '../../../src/core/completion/wanted.ts';

const table = completionTable(COMMANDS);

function shown(want: Wanted): string {
  switch (want.kind) {
    case 'value':
      return `${want.before}${want.value.kind}`;
    case 'program':
      return `program ${want.at}`;
    case 'options':
      return `options${want.options.some(({ names }) => names.includes('--region')) ? ' of a plan' : ''}`;
    case 'command-names':
      return `commands ${want.first ?? ''}`.trim();
    default:
      return want.kind;
  }
}

describe('what can stand at the cursor', () => {
  const cases: readonly (readonly [string, string])[] = [
    ['', 'commands'],
    ['-q ', 'commands'],
    ['--region ', 'region'],
    ['--region eu-west-1 ', 'commands'],
    ['-', 'options'],
    ['--', 'options'],
    ['assume ', 'profile'],
    ['assume a ', 'nothing'],
    ['assume -p ', 'profile'],
    ['assume -qp ', 'profile'],
    ['assume -pa ', 'nothing'],
    ['assume -p a ', 'nothing'],
    ['assume -', 'options of a plan'],
    ['assume -- ', 'profile'],
    ['assume -- -', 'profile'],
    ['assume --output=', '--output=choice'],
    ['assume -o ', 'choice'],
    ['assume -d ', 'time'],
    ['-d 1h assume ', 'profile'],
    ['list ', 'profile'],
    ['list a b ', 'profile'],
    ['login ', 'session'],
    ['cache ', 'commands cache'],
    ['cache list ', 'nothing'],
    ['init ', 'choice'],
    ['settings set ', 'choice'],
    ['exec ', 'profile'],
    ['exec a ', 'program 3'],
    ['exec a -- ', 'program 4'],
    ['exec a -- ls -', 'program 4'],
    ['exec -p a ', 'program 4'],
    ['exec -p a -- ', 'program 5'],
    ['exec -- ', 'program 3'],
    ['exec a ls -', 'program 3'],
    ['install-launcher --to ', 'file'],
    ['nosuch ', 'nothing'],
  ];
  for (const [line, expected] of cases) {
    it(`awscred ${line}`, () => {
      const words = line.split(' ');
      assert.equal(shown(wanted(table, words.slice(0, -1), words.at(-1) ?? '')), expected);
    });
  }
});
