import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { commandHelp, groupHelp } from '../../src/commands/help/command-help.ts';
import { rootHelp } from '../../src/commands/help/root-help.ts';
import { COMMANDS } from '../../src/commands/index.ts';
import { flagsOf } from '../../src/commands/option.ts';
import { optionsTakenBy } from '../../src/commands/common-options.ts';
import { wrapped } from '../../src/core/text/wrapped.ts';

const GROUPS = [
  ...new Set(COMMANDS.flatMap(({ name }) => (name.includes(' ') ? [name.split(' ')[0] ?? ''] : []))),
];

function groupOf(name: string) {
  return COMMANDS.filter((command) => command.name.startsWith(`${name} `));
}

/** What stands whole however narrow the terminal is. */
const WHOLE = [
  ...COMMANDS.flatMap(({ examples }) => examples.map(([line]) => line)),
  ...COMMANDS.flatMap((command) => optionsTakenBy(command).map(flagsOf)),
  ...COMMANDS.map(({ name, words, program }) => [name, words, program].filter(Boolean).join(' ')),
];

describe('help', () => {
  for (const columns of [40, 52, 60, 79, 80, 81, 100, 120, 200]) {
    it(`is wrapped at words in ${columns} columns`, () => {
      const texts = [
        rootHelp(COMMANDS, columns),
        ...COMMANDS.map((command) => commandHelp(command, columns)),
        ...GROUPS.map((group) => groupHelp(group, groupOf(group), columns)),
      ];
      for (const line of texts.join('\n').split('\n')) {
        const isWhole = WHOLE.some((one) => line.includes(one) && line.trim().length <= one.length + 16);
        assert.ok(line.length <= columns || isWhole, `${line.length} ${line}`);
        assert.equal(line, line.trimEnd());
      }
    });

    it(`says the same in ${columns} columns`, () => {
      for (const command of COMMANDS) {
        const words = (text: string): string => text.split(/\s+/).filter(Boolean).join(' ');
        assert.equal(words(commandHelp(command, columns)), words(commandHelp(command, 80)));
        assert.equal(words(rootHelp(COMMANDS, columns)), words(rootHelp(COMMANDS, 80)));
      }
    });
  }

  for (const command of COMMANDS) {
    it(`${command.name} shows each option it takes, and its examples whole`, () => {
      for (const columns of [40, 80, 200]) {
        const lines = commandHelp(command, columns).split('\n');
        for (const flags of optionsTakenBy(command).map(flagsOf)) {
          assert.ok(
            lines.some((line) => line.startsWith(`  ${flags}`)),
            `${columns}: ${flags}`,
          );
        }
        assert.ok(command.examples.length > 0);
        for (const [example] of command.examples) {
          assert.ok(
            lines.some((line) => line.startsWith(`  ${example}`)),
            `${columns}: ${example}`,
          );
        }
      }
    });
  }

  for (const group of GROUPS) {
    it(`${group} shows its commands, their options and an example of each`, () => {
      const text = groupHelp(group, groupOf(group), 80);
      for (const { name, examples, options } of groupOf(group)) {
        assert.ok(text.includes(`  ${name}`));
        examples.forEach(([example]) => assert.ok(text.includes(example)));
        options.forEach((spec) => assert.ok(text.includes(`${name} ${flagsOf(spec)}`)));
      }
    });
  }

  it('of all commands fits in 40 lines, and is the same from 80 columns on', () => {
    assert.ok(rootHelp(COMMANDS, 80).split('\n').length <= 41);
    assert.equal(rootHelp(COMMANDS, 200), rootHelp(COMMANDS, 80));
  });

  it('keeps what stands in backticks, and addresses, in one piece', () => {
    const text =
      'run `awscred login acme --device-code`, or open https://acme.awsapps.com/start/#/device on any device';
    for (const columns of [10, 20, 40]) {
      const lines = wrapped(text, columns);
      assert.ok(lines.some((line) => line.includes('`awscred login acme --device-code`,')));
      assert.ok(lines.some((line) => line.includes('https://acme.awsapps.com/start/#/device')));
      assert.equal(lines.join(' '), text);
    }
    assert.deepEqual(wrapped('a ` b', 1), ['a', '`', 'b']);
  });
});
