import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { optionsWithValue, readCommandLine } from '../../src/commands/argv/command-line.ts';
import { readPlainly } from '../../src/commands/argv/plain-line.ts';
import { parseArgv } from '../../src/commands/argv/program.ts';
import type { Command } from '../../src/commands/command.ts';
import { COMMANDS } from '../../src/commands/index.ts';
import { namesOf, type OptionSpec } from '../../src/commands/option.ts';
import { optionsTakenBy, SHARED_OPTIONS } from '../../src/commands/common-options.ts';
import { AwscredError } from '../../src/errors.ts';

const TAKING = optionsWithValue(COMMANDS);
const ALL = [...SHARED_OPTIONS, ...COMMANDS.flatMap(({ options }) => options)];

/** A command line that is right but for the option. */
function lineWith(command: Command, spec: OptionSpec, given: string): readonly string[] {
  const words = command.words.split(' ').filter((word) => word.startsWith('<'));
  return [
    ...command.name.split(' '),
    ...words.map(() => 'x'),
    given,
    ...(spec.value === undefined ? [] : ['v']),
  ];
}

function fault(argv: readonly string[]): AwscredError | null {
  const line = readCommandLine(argv, TAKING);
  try {
    assert.notEqual(readPlainly(line, COMMANDS) ?? parseArgv(line, COMMANDS, AROUND), null);
    return null;
  } catch (error) {
    assert.ok(error instanceof AwscredError, argv.join(' '));
    return error;
  }
}

const AROUND = { version: () => '1.2.3', columns: () => 80 };

describe('every option at every command', () => {
  for (const command of COMMANDS) {
    it(command.name, () => {
      const taken = optionsTakenBy(command).flatMap(namesOf);
      assert.equal(new Set(taken).size, taken.length, 'one name, one meaning');
      for (const spec of ALL) {
        for (const given of namesOf(spec)) {
          // A name that is a switch here may take a value elsewhere.
          const own = optionsTakenBy(command).find((one) => namesOf(one).includes(given));
          const argv = lineWith(command, own ?? spec, given);
          const error = fault(argv);
          assert.equal(error === null, taken.includes(given), argv.join(' '));
          if (error !== null) {
            assert.equal(error.code, 'USAGE');
            assert.equal(error.message, `awscred ${command.name} has no option ${given}`);
            assert.match(error.hints.join('\n'), new RegExp(`${given} is an option of [a-z]`));
          }
        }
      }
    });
  }

  it('names only commands that there are', () => {
    const names = COMMANDS.map(({ name }) => name);
    for (const { name, takenBy } of SHARED_OPTIONS) {
      assert.deepEqual(
        (takenBy ?? []).filter((one) => !names.includes(one)),
        [],
        name,
      );
    }
  });

  it('means nothing to commands that make no plan', () => {
    const refused = [
      'duration',
      'role-arn',
      'tag',
      'mfa-token',
      'policy',
      'min-ttl',
      'refresh',
      'device-code',
    ];
    for (const name of [
      'list',
      'cache list',
      'store status',
      'settings get',
      'doctor',
      'dev-server',
      'logout',
    ]) {
      const command = COMMANDS.find((one) => one.name === name);
      assert.ok(command !== undefined);
      const taken = optionsTakenBy(command).map((one) => one.name);
      assert.deepEqual(
        refused.filter((one) => taken.includes(one)),
        [],
        name,
      );
    }
  });
});
