import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { optionsWithValue, readCommandLine } from '../../../src/commands/argv/command-line.ts';
import { OPTIONS_ELSEWHERE, VERBS_ELSEWHERE } from '../../../src/commands/argv/elsewhere.ts';
import { parseArgv } from '../../../src/commands/argv/program.ts';
import { COMMANDS } from '../../../src/commands/index.ts';
import { AwscredError } from '../../../src/errors.ts';

const TAKING = optionsWithValue(COMMANDS);

function parse(...argv: readonly string[]) {
  return parseArgv(readCommandLine(argv, TAKING), COMMANDS, { version: () => '1.2.3', columns: () => 80 });
}

function refusal(...argv: readonly string[]): AwscredError {
  try {
    parse(...argv);
  } catch (error) {
    assert.ok(error instanceof AwscredError, argv.join(' '));
    assert.equal(error.code, 'USAGE', argv.join(' '));
    return error;
  }
  assert.fail(`${argv.join(' ')} was not refused`);
}

/** The awscred command lines in a text, by the words between `awscred` and the end of the code span. */
function commandLines(text: string): readonly (readonly string[])[] {
  return [...text.matchAll(/`([^`]*)`/g)].flatMap(([, code = '']) =>
    [...code.matchAll(/\bawscred ([^()|]*)/g)].map(([, words = '']) => words.trim().split(' ')),
  );
}

describe('what people type who come from another tool', () => {
  it('is answered with commands that there are', () => {
    const hints = [...VERBS_ELSEWHERE, ...OPTIONS_ELSEWHERE].flatMap((one) => one.hints);
    const lines = hints.flatMap(commandLines);
    assert.ok(lines.length > 30);
    for (const words of lines) {
      assert.doesNotThrow(() => parse(...words), words.join(' '));
    }
    // A command stands in backticks, where this test finds it.
    assert.deepEqual(
      hints.filter((hint) => /\bawscred [a-z-]+ [A-Z-]/.test(hint.replace(/`[^`]*`/g, ''))),
      [],
    );
  });

  it('no verb of the table is a command already, and none is there twice', () => {
    const verbs = VERBS_ELSEWHERE.flatMap((one) => one.verbs.split(' '));
    assert.equal(new Set(verbs).size, verbs.length);
    const names = COMMANDS.flatMap(({ name, aliases }) => [name, ...aliases]);
    assert.deepEqual(
      verbs.filter((verb) => names.includes(verb)),
      [],
    );
  });

  for (const text of 'add rotate browser completion sync configure remove shell token unset open import version export eval env use switch run sso'.split(
    ' ',
  )) {
    it(text, () => {
      const { hints, message } = refusal(text);
      assert.ok(hints.length >= 2, `${message} ${hints.join('; ')}`);
      assert.match(message, new RegExp(`"${text}"`));
      assert.doesNotMatch(hints.join(' '), /did you mean/);
    });
  }

  it('a word that follows is kept in the hint, if it needs no quotes', () => {
    assert.match(
      refusal('use', 'prod').hints[0] ?? '',
      /^awscred assume prod {2}\(.*`eval \$\(awscred assume prod\)`/,
    );
    assert.match(refusal('run', 'prod').hints[0] ?? '', /^awscred exec prod -- COMMAND {2}\(/);
    assert.match(refusal('use', '$(reboot)').hints[0] ?? '', /^awscred assume PROFILE {2}/);
    assert.match(refusal('use', '--', '-x;y').hints[0] ?? '', /^awscred assume PROFILE {2}/);
  });

  it('a profile’s name, a misspelt command, one of another tool’s options', () => {
    assert.match(refusal('prod').hints.join('\n'), /if that is a profile: `eval \$\(awscred assume prod\)`/);
    assert.match(refusal('assmue').hints.join('\n'), /^awscred assume$/m);
    assert.match(refusal('cache', 'lsit').hints.join('\n'), /^awscred cache list$/m);
    assert.match(refusal('list', '-c').hints.join('\n'), /-c is an option of assume, console/);
    assert.match(refusal('assume', '--stdout', 'prod').hints.join('\n'), /console --url PROFILE/);
    assert.match(refusal('exec', 'sh', '-c', 'echo').hints.join('\n'), /exec PROFILE -- PROGRAM -c/);
    assert.match(refusal('assume', '--regoin', 'x').hints.join('\n'), /did you mean --region\?/);
  });

  it('the verb counts before its options, and another tool’s option before a program’s', () => {
    assert.match(refusal('sync', '--plan').message, /does not write a profile for every account/);
    assert.match(refusal('exec', '--no-session', 'prod', '--', 'x').hints[0] ?? '', /--no-mfa-session/);
  });

  it('help is given by whatever name it is asked', () => {
    const texts = ['assume --help', 'assume -h', 'help assume', '--help assume'].map((text) => {
      const read = parse(...text.split(' '));
      return read.command === null ? read.text : '';
    });
    assert.match(texts[0] ?? '', /^Usage: awscred assume/);
    assert.equal(new Set(texts).size, 1);
    assert.match(refusal('help', 'nosuch').message, /nosuch/);
    const groups = ['cache --help', 'cache help', 'help cache'].map((text) => parse(...text.split(' ')));
    assert.ok(
      groups.every((one) => one.command === null && one.text.startsWith('Usage: awscred cache COMMAND')),
    );
  });
});
