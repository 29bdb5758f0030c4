import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  isGiven,
  optionsWithValue,
  readCommandLine,
  valueGiven,
} from '../../../src/commands/argv/command-line.ts';
import { COMMANDS } from '../../../src/commands/index.ts';

const TAKING = optionsWithValue(COMMANDS);
const read = (...argv: string[]) => readCommandLine(argv, TAKING);

describe('a command line as it stands', () => {
  /** [argv, what commander parses, the program] */
  const execs: readonly (readonly [readonly string[], readonly string[], readonly string[]])[] = [
    [
      ['exec', 'prod', '--', 'aws', 's3', 'ls', '--json'],
      ['exec', 'prod'],
      ['aws', 's3', 'ls', '--json'],
    ],
    [
      ['exec', 'prod', 'aws', '--region', 'x', '--', 'y'],
      ['exec', 'prod'],
      ['aws', '--region', 'x', '--', 'y'],
    ],
    [
      ['exec', 'prod', '--region', 'eu-west-1', '--json', 'aws'],
      ['exec', 'prod', '--region', 'eu-west-1', '--json'],
      ['aws'],
    ],
    [['exec', '--', 'aws'], ['exec'], ['aws']],
    [
      ['-p', 'prod', 'exec', 'aws', '-p', 'x'],
      ['exec', '-p', 'prod'],
      ['aws', '-p', 'x'],
    ],
    [['exec', '-p', 'prod', 'other', '--', 'aws'], ['exec', 'other', '-p', 'prod'], ['aws']],
    [
      ['exec', 'prod', '--', '--', 'aws'],
      ['exec', 'prod'],
      ['--', 'aws'],
    ],
    [['exec', 'prod', '--'], ['exec', 'prod'], []],
    [['exec', 'prod', '-'], ['exec', 'prod'], ['-']],
  ];
  for (const [argv, own, program] of execs) {
    it(argv.join(' '), () => {
      const line = read(...argv);
      assert.deepEqual(line.own, own);
      assert.deepEqual(line.program, program);
    });
  }

  it('brings the words to the front, so that an option may stand anywhere', () => {
    assert.deepEqual(read('-o', 'json', 'assume', '--region=x', 'p', '-q').own, [
      'assume',
      'p',
      '-o',
      'json',
      '--region=x',
      '-q',
    ]);
    assert.deepEqual(read('cache', '--json', 'list').own, ['cache', 'list', '--json']);
  });

  it('an option’s value is neither a word nor an option, and nothing after -- is either', () => {
    const line = read('assume', '--session-name', '--json', '-p', 'exec', '--', '-o');
    assert.deepEqual(line.words, ['assume']);
    assert.equal(isGiven(line, '--json', '-o'), false);
    assert.equal(valueGiven(line, '-p', '--profile'), 'exec');
  });

  it('short options may share a dash, the last one with its value', () => {
    for (const argv of [['-qvo', 'fish'], ['-qvofish'], ['-q', '-v', '--output', 'fish']]) {
      const line = read('assume', ...argv);
      assert.equal(isGiven(line, '-q'), true);
      assert.equal(isGiven(line, '-v'), true);
      assert.equal(valueGiven(line, '-o', '--output'), 'fish');
    }
  });
});
