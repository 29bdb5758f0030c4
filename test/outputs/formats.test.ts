import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { Secret } from '../../src/core/secret.ts';
import { AwscredError, exitStatus } from '../../src/errors.ts';
import { outputs } from '../../src/outputs/index.ts';
import type { OutputName } from '../../src/outputs/output.ts';
import { renderStatements } from '../../src/outputs/render-statements.ts';
import { needs } from '../support/process/needs.ts';
import { tempFolder } from '../support/files/temp-folder.ts';
import { hostileTexts, printableAscii, randomValue, seeded } from './hostile-values.ts';
import { sample, sampleSecrets } from './sample.ts';

const SEED = 20_260_104;
const next = seeded(SEED);
const known = [...hostileTexts('/nonexistent/canary'), 'a\nb', 'a\r', '\t', '\u0001', '\u007f'];
const values = [...known, ...Array.from({ length: 2000 }, () => randomValue(next, known))];

/** The text of one variable in a syntax, or null where it is refused with 2 and no word of the value. */
function rendered(syntax: OutputName, value: string, secret: boolean = false): string | null {
  try {
    return renderStatements(outputs[syntax], {
      set: [{ name: 'VALUE', value: secret ? new Secret(value) : value }],
      unset: [],
    });
  } catch (error) {
    assert.ok(
      error instanceof AwscredError && error.code === 'UNSAFE_OUTPUT' && exitStatus(error.code) === 2,
    );
    assert.match(error.message, new RegExp(`VALUE holds .*${syntax}`));
    return null;
  }
}

describe('what is refused', () => {
  const refused: readonly (readonly [OutputName, readonly string[]])[] = [
    ['posix', ['a\nb', '\t', '\u001b', '\u007f']],
    ['tcsh', ['a\nb', '\t', '\u007f']],
    ['powershell', ['a\nb', 'a\r', '']],
    ['cmd', ['50%', '%PATH%', 'a\nb', 'a\r', '', 'a"&b', '"|', 'a"b"c"<d', '"(', '"^', '"a" "b"> c"> d']],
    ['dotenv', ["it's", 'a\\b', '${HOME}', 'a\nb']],
    ['ini', ['a b', 'a#b', 'a;b', '"a"', "'a'", 'a\\b', 'é', 'a\nb']],
  ];
  for (const [syntax, texts] of refused) {
    it(`${syntax}: ${texts.length} kinds`, () => {
      const variable = syntax === 'ini' ? 'AWS_SESSION_TOKEN' : 'VALUE';
      for (const value of texts) {
        assert.throws(
          () =>
            outputs[syntax].render({
              set: [
                { name: 'AWSCRED_PROFILE', value: 'prod', secret: false },
                { name: variable, value, secret: false },
              ],
              unset: [],
            }),
          (error) => error instanceof AwscredError && error.code === 'UNSAFE_OUTPUT',
          JSON.stringify(value),
        );
      }
    });
  }

  it('NUL and lone surrogates, everywhere', () => {
    for (const output of Object.values(outputs)) {
      for (const value of ['a\0b', '\ud800', 'x\udfff']) {
        assert.throws(
          () => renderStatements(output, { set: [{ name: 'VALUE', value }], unset: [] }),
          (error) => error instanceof AwscredError && error.code === 'UNSAFE_OUTPUT',
        );
      }
    }
  });

  it('nothing else in posix, fish, elvish, xonsh, nushell and json', () => {
    for (const value of values) {
      assert.ok(rendered('posix', value) !== null || /[\x00-\x1f\x7f]/.test(value), JSON.stringify(value));
      for (const syntax of ['fish', 'elvish', 'xonsh', 'nushell', 'json'] as const) {
        assert.ok(rendered(syntax, value) !== null, JSON.stringify(value));
      }
    }
  });

  it('a secret that sh would hand to another program, without quoting it', () => {
    for (const syntax of ['posix', 'tcsh'] as const) {
      for (const value of ['a*b', 'a:b', 'a  b', 'a!b', '(a)', `$a'b"c d`]) {
        assert.equal(rendered(syntax, value, true), null);
      }
    }
  });

  it('a profile whose name is no section header, in ini', () => {
    for (const name of ['a]b', '[a', ' a', 'a ', 'a#b', 'a\nb', '"a"', '']) {
      assert.throws(
        () => renderStatements(outputs.ini, sample(name)),
        (error) =>
          error instanceof AwscredError && error.code === 'UNSAFE_OUTPUT' && !error.message.includes('\n'),
      );
    }
  });
});

describe('posix words', () => {
  it('hold nothing that a pattern, a brace, history or a tilde is made of, and no two blanks', () => {
    for (const value of values) {
      const text = rendered('posix', value);
      assert.ok(text === null || !/[*?[\]{}()<>|^#~!\t]|  /.test(text), text ?? '');
    }
  });
});

describe(`PowerShell, read back by its rule for quotes (seed ${SEED})`, () => {
  it('gives each value in one line', () => {
    for (const value of values) {
      const text = rendered('powershell', value);
      if (text === null) {
        assert.match(value, /[\r\n]/);
        continue;
      }
      const literal = /^\$env:VALUE = (.*)\n$/s.exec(text)?.[1] ?? '';
      assert.equal(readPowershell(literal), value);
    }
  });
});

/** A single-quoted literal: any of five quotes ends it, two in a row are the second one. */
function readPowershell(literal: string): string {
  const isQuote = (char: string | undefined): boolean => char !== undefined && "'‘’‚‛".includes(char);
  assert.ok(isQuote(literal[0]));
  let value = '';
  let index = 1;
  while (!isQuote(literal[index]) || isQuote(literal[index + 1])) {
    assert.ok(index < literal.length, 'the literal does not end');
    index += isQuote(literal[index]) ? 1 : 0;
    value += literal[index] ?? '';
    index += 1;
  }
  assert.equal(index, literal.length - 1, 'text after the literal');
  return value;
}

describe(`cmd, read back by its rule for quotes (seed ${SEED})`, () => {
  it('gives each value in one line, with no operator outside quotes', () => {
    let held = 0;
    for (const value of values) {
      const text = rendered('cmd', value);
      if (text !== null) {
        held += 1;
        const line = text.slice(0, -1);
        assert.ok(!/[%\r\n]/.test(line));
        const outside = line.split('"').filter((_, index) => index % 2 === 0);
        assert.ok(!/[&|<>^()]/.test(outside.join('')), line);
        // `set "NAME=value"` takes all up to the last quote.
        assert.equal(line.slice('set "VALUE='.length, line.lastIndexOf('"')), value);
      }
    }
    assert.ok(held > 100);
    assert.equal(rendered('cmd', printableAscii), null);
    assert.equal(rendered('cmd', 'Tom & Jerry (prod) "x" !'), 'set "VALUE=Tom & Jerry (prod) "x" !"\n');
  });
});

describe('formats, read by real programs', () => {
  it('xonsh literals, by Python', { skip: needs('/usr/bin/python3') }, () => {
    const held = values.map((value) => rendered('xonsh', value) ?? '');
    const program =
      'import json,sys; print(json.dumps([eval(line[9:]) for line in sys.stdin.read().splitlines()]))';
    const done = spawnSync('/usr/bin/python3', ['-c', program], { input: held.join(''), encoding: 'utf8' });
    assert.deepEqual(JSON.parse(done.stdout), values);
  });

  it('dotenv, by sh', { skip: needs('dash') }, () => {
    const folder = tempFolder();
    for (const value of ['plain/+=.:,@%-', 'two words', '$HOME', '`id`', '"', 'a#b', '*', 'é']) {
      writeFileSync(join(folder, 'env'), rendered('dotenv', value) ?? '');
      const done = spawnSync('dash', ['-c', '. ./env; printf %s "$VALUE"'], {
        cwd: folder,
        encoding: 'utf8',
      });
      assert.equal(done.stdout, value);
    }
    assert.equal(rendered('dotenv', 'abc/+=.:,@%-_09'), 'VALUE=abc/+=.:,@%-_09\n');
  });

  it('ini, by boto3', { skip: needs('/usr/bin/python3') }, (test) => {
    if (spawnSync('/usr/bin/python3', ['-c', 'import boto3']).status !== 0) {
      test.skip(needs('python3-boto3') || '');
      return;
    }
    const file = join(tempFolder(), 'credentials');
    writeFileSync(file, renderStatements(outputs.ini, sample('my profile: é $x')));
    const program =
      "import boto3; s = boto3.Session(profile_name='my profile: é $x'); c = s.get_credentials(); " +
      'print(c.access_key, c.secret_key, c.token, s.region_name, sep="\\n")';
    const done = spawnSync('/usr/bin/python3', ['-c', program], {
      encoding: 'utf8',
      env: { AWS_SHARED_CREDENTIALS_FILE: file, AWS_CONFIG_FILE: '/nonexistent/config', LC_ALL: 'C.UTF-8' },
    });
    assert.deepEqual(done.stdout.trim().split('\n'), ['ASIAEXAMPLEKEYID0001', ...sampleSecrets, 'eu-west-1']);
  });
});
