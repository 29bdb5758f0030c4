import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { optionsWithValue, readCommandLine } from '../../../src/commands/argv/command-line.ts';
import { COMMANDS } from '../../../src/commands/index.ts';
import { namesOf } from '../../../src/commands/option.ts';
import { readPlainly } from '../../../src/commands/argv/plain-line.ts';
import { parseArgv, type Parsed } from '../../../src/commands/argv/program.ts';
import { SHARED_OPTIONS } from '../../../src/commands/common-options.ts';
import { seeded } from '../../support/seeded.ts';

const TAKING = optionsWithValue(COMMANDS);
const NAMES = COMMANDS.flatMap(({ name, aliases }) => [name, ...aliases]);
const FLAGS = [...SHARED_OPTIONS, ...COMMANDS.flatMap(({ options }) => options)].flatMap(namesOf);
const ODD = [
  '--',
  '-',
  '',
  '-x',
  '--nothing',
  '--json=yes',
  '-qv',
  '-ojson',
  '--output=json',
  '-h',
  '--help',
  '-V',
];
const WORDS = ['prod', 'prod-readonly', 'two words', 'läuft', 'store', 'file', 'assume', '1h', ...ODD];

function lineOf(next: () => number): readonly string[] {
  const one = <T>(list: readonly T[]): T => list[Math.floor(next() * list.length)] as T;
  const argv = next() < 0.95 ? one(NAMES).split(' ') : [];
  for (let parts = Math.floor(next() * 4); parts > 0; parts -= 1) {
    const flag = one(FLAGS);
    const part = next() < 0.5 ? [one(WORDS)] : TAKING.has(flag) && next() < 0.9 ? [flag, one(WORDS)] : [flag];
    argv.splice(next() < 0.2 ? 0 : argv.length, 0, ...part);
  }
  return argv;
}

function byCommander(argv: readonly string[]): Parsed | null {
  try {
    return parseArgv(readCommandLine(argv, TAKING), COMMANDS, {
      version: () => '0',
      columns: () => 80,
    });
  } catch {
    return null;
  }
}

/** Commander also says of `--no-…` options that they were not given. */
function told(options: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const isPreset = (name: string, value: unknown): boolean => value === true && NEGATABLE.has(name);
  return Object.fromEntries(Object.entries(options).filter(([name, value]) => !isPreset(name, value)));
}

const NEGATABLE = new Set(['browser', 'cache', 'input', 'mfaSession', 'test']);

describe('a plain command line', () => {
  it('means what commander makes of it, wherever it is read without', () => {
    const next = seeded(5);
    let plain = 0;
    for (let round = 0; round < 4000; round += 1) {
      const argv = lineOf(next);
      const read = readPlainly(readCommandLine(argv, TAKING), COMMANDS);
      if (read !== null) {
        plain += 1;
        const { command, ...rest } = read;
        const theirs = byCommander(argv);
        assert.ok(theirs !== null && theirs.command !== null, JSON.stringify(argv));
        assert.equal(theirs.command.name, command.name, JSON.stringify(argv));
        const { command: _, ...others } = theirs;
        assert.deepEqual(rest, { ...others, options: told(others.options) }, JSON.stringify(argv));
      }
    }
    assert.ok(plain > 1000, String(plain));
  });

  it('is one for what people and tools type every day', () => {
    for (const text of [
      'assume prod',
      'assume prod -o fish',
      'process prod',
      'process --profile prod',
      'list --json',
      'exec prod -- aws s3 ls',
      'login acme --device-code',
      'settings set store file',
      'cache clear',
    ]) {
      assert.notEqual(readPlainly(readCommandLine(text.split(' '), TAKING), COMMANDS), null, text);
    }
  });

  it('is none where something is to be refused or explained', () => {
    for (const text of [
      '',
      'help',
      'assume a b',
      'assume --help',
      'lst',
      'assume --output',
      'list --json=1',
      'settings set',
    ]) {
      const argv = text === '' ? [] : text.split(' ');
      assert.equal(readPlainly(readCommandLine(argv, TAKING), COMMANDS), null, text);
    }
  });
});
