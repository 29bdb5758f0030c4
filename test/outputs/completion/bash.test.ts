import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { bashReplies } from '../../../src/outputs/completion/bash-replies.ts';
import { readBashLine } from '../../../src/outputs/completion/bash-line.ts';

const BREAKS = ' \t\n"\'@><=;|&(:';
const NAMES = ['a b', 'a$(x)', 'it`s', "o'clock", 'say!', 'x:y:z', 'k=v', 'ü'];

function replies(line: string): readonly string[] {
  return bashReplies(NAMES, readBashLine(line, BREAKS));
}

describe('entries of COMPREPLY', () => {
  const cases: readonly (readonly [string, readonly string[]])[] = [
    ['awscred assume a', ['a\\ b', 'a\\$\\(x\\)']],
    ['awscred assume a\\ ', ['a\\ b']],
    ['awscred assume "a', ['a b', 'a\\$(x)']],
    ["awscred assume 'a", ['a b', 'a$(x)']],
    ["awscred assume 'o", []],
    ['awscred assume "s', []],
    ['awscred assume say', ['say\\!']],
    ['awscred assume x:', ['y:z']],
    ['awscred assume x:y:', ['z']],
    ['awscred assume "x:', ['x:y:z']],
    ['awscred assume x\\:', ['x:y:z']],
    ['awscred assume k=', ['v']],
    ['awscred assume "a"', ['\\ b', '\\$\\(x\\)']],
    ['awscred assume i', ['it\\`s']],
    ['awscred assume o', ["o\\'clock"]],
    ['awscred assume ü', ['ü']],
  ];
  for (const [line, expected] of cases) {
    it(line, () => assert.deepEqual(replies(line), expected));
  }

  it('reads the words before without their quotes, and expands nothing', () => {
    assert.deepEqual(readBashLine('awscred "a b" \'c\'d $(e) f', BREAKS).words, [
      'awscred',
      'a b',
      'cd',
      '$(e)',
    ]);
  });
});
