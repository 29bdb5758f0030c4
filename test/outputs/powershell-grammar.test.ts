import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { optionsWithValue } from '../../src/commands/argv/command-line.ts';
import { COMMANDS } from '../../src/commands/index.ts';
import { outputs } from '../../src/outputs/index.ts';
import { builtScript, initScript } from '../../src/outputs/init/init-script.ts';
import { powershell } from '../../src/outputs/init/powershell.ts';
import { renderStatements, renderUnset } from '../../src/outputs/render-statements.ts';
import { ROOT } from '../support/sandbox.ts';
import { hostileTexts, randomValue, seeded } from './hostile-values.ts';
import { literalValue, type Part, parsePowershell, partsOf } from './powershell-parser.ts';
import { sample } from './sample.ts';

const next = seeded(20_261_201);
const known = [...hostileTexts('/nonexistent/canary'), "a'; whoami; 'b", 'a\u2019; whoami; \u2018b', '`'];
const values = [...known, ...Array.from({ length: 300 }, () => randomValue(next, known))];

/** Names and values that a line sets, if it is one assignment of one plain string, or of `$null`. */
async function assigned(line: string): Promise<readonly [string, string | null]> {
  const tree = await parsePowershell(line);
  assert.deepEqual(partsOf(tree, 'command', 'sub_expression', 'script_block'), [], line);
  assert.equal(partsOf(tree, 'pipeline').filter((part) => part.text === line).length, 1, line);
  const variables = partsOf(tree, 'variable').map(({ text }) => text);
  const strings = partsOf(tree, 'string_literal').map(({ text }) => text);
  const [name = '', nothing] = variables;
  if (strings.length === 0) {
    assert.deepEqual(variables, [name, '$null'], line);
    assert.equal(line, `${name} = ${nothing}`);
    return [name, null];
  }
  assert.deepEqual([variables.length, strings.length], [1, 1], line);
  assert.equal(line, `${name} = ${strings[0] ?? ''}`);
  return [name, literalValue(strings[0] ?? '')];
}

const linesOf = (text: string): readonly string[] => text.trimEnd().split('\n');

describe("what is printed for PowerShell, by PowerShell's grammar", () => {
  it(`each of ${values.length} hostile values is one string, and that value`, async () => {
    for (const value of values) {
      const text = renderStatements(outputs.powershell, { set: [{ name: 'VALUE', value }], unset: [] });
      assert.deepEqual(await assigned(text.trimEnd()), ['$env:VALUE', value]);
    }
  });

  it('credentials and --unset are assignments of one string or of nothing', async () => {
    const { set, unset } = sample('acme: “prod” $HOME & co!  ‘x’');
    const printed = linesOf(renderStatements(outputs.powershell, { set, unset }));
    const read = await Promise.all(printed.map(assigned));
    const wanted = set.map(({ name, value }): readonly [string, string] => [
      `$env:${name}`,
      typeof value === 'string' ? value : value.reveal(),
    ]);
    assert.deepEqual(read, [...unset.map((name) => [`$env:${name}`, null] as const), ...wanted]);
    const undone = linesOf(renderUnset(outputs.powershell, { set: [], unset: ['AWS_REGION'] }));
    assert.deepEqual(await Promise.all(undone.map(assigned)), [['$env:AWS_REGION', null]]);
  });

  it('a failure is one command, and so is each side of the line to type', async () => {
    const commands = async (text: string): Promise<readonly (string | undefined)[]> =>
      partsOf(await parsePowershell(text), 'command').map((part) => partsOf(part, 'command_name')[0]?.text);
    assert.deepEqual(await commands(outputs.powershell.failure(2)), ['Write-Error']);
    const line = outputs.powershell.evalLine('awscred assume p -o powershell');
    assert.deepEqual(await commands(line), ['awscred', 'Invoke-Expression']);
  });

  for (const cmd of [null, 'gogo']) {
    it(`init's script is sound, and each path in it one string (${cmd ?? 'without --cmd'})`, async () => {
      const paths = {
        node: "/o'p\u2019t/$(whoami)/node",
        program: '/a b/`x`;y.cjs',
        completer: '/c/"d".cjs',
      };
      const template = readFileSync(join(ROOT, 'bin/init', powershell.template), 'utf8');
      const script = initScript(powershell, builtScript(template, { taking: optionsWithValue(COMMANDS) }), {
        ...paths,
        scripts: '/s',
        launcher: null,
        cmd,
        promptVariable: 'AWS_VAULT',
        promptWarning: 'on',
      });
      const tree = await parsePowershell(script);
      const strings = partsOf(tree, 'string_literal').map((part: Part) => literalValue(part.text));
      const times = Object.values(paths).map((path) => strings.filter((text) => text === path).length);
      assert.deepEqual(times, [4, 3, 1]);
    });
  }

  it('and what is none is refused by it', async () => {
    for (const text of ["$env:A = 'it's'", '$env:A = "a', '$env:A = (', "$env:A = 'a\u2019b'", 'if {']) {
      await assert.rejects(parsePowershell(text), /no PowerShell/, text);
    }
  });
});
