import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { asStarted, findProgram } from '../../../src/adapters/process/windows-program.ts';

const PATH = String.raw`;.;bin;\tools;C:here;"C:\Program Files\x";D:/tools;\\server\share`;
const found = (program: string, ...there: readonly string[]): string | null =>
  findProgram(program, PATH, (path) => there.includes(path));

describe('a program on Windows', () => {
  it('is looked for in the folders of PATH, and nowhere that depends on the current one', () => {
    const planted = ['aws.exe', String.raw`.\aws.exe`, String.raw`bin\aws.exe`, String.raw`\tools\aws.exe`];
    assert.equal(found('aws', ...planted, String.raw`C:here\aws.exe`, String.raw`\aws.exe`), null);
    const real = String.raw`D:\tools\aws.exe`;
    assert.equal(found('aws', ...planted, real), real);
    assert.equal(found('aws.exe', real), real);
    const shared = String.raw`\\server\share\aws.cmd`;
    assert.equal(found('aws', shared), shared);
    const blank = String.raw`C:\Program Files\x\aws.bat`;
    assert.equal(found('aws', blank, shared), blank);
  });

  it('is a .com or .exe before a batch file of the same folder', () => {
    const both = ['cmd', 'exe'].map((ending) => String.raw`D:\tools\aws.${ending}`);
    assert.equal(found('aws', ...both), both[1]);
  });

  it('is at its path, with or without its ending', () => {
    const path = String.raw`C:\a b\my.tool`;
    assert.equal(found(path, `${path}.exe`), `${path}.exe`);
    assert.equal(found(path, path), path);
    assert.equal(found(String.raw`.\tool`, String.raw`.\tool.cmd`), String.raw`.\tool.cmd`);
    assert.equal(found(path), null);
  });
});

describe('a batch file', () => {
  const batch = String.raw`C:\a b\x.cmd`;
  const line = (...words: readonly string[]): unknown => {
    const started = asStarted(batch, words, String.raw`C:\Windows\System32`);
    return typeof started === 'string' ? started : started.words.at(-1);
  };

  it("is started by Windows' own cmd.exe, each word between double quotes", () => {
    assert.deepEqual(asStarted(batch, ['a', ''], String.raw`C:\Windows\System32`), {
      program: String.raw`C:\Windows\System32\cmd.exe`,
      words: ['/d', '/e:on', '/v:off', '/s', '/c', String.raw`""C:\a b\x.cmd" "a" """`],
      windowsVerbatimArguments: true,
    });
    assert.equal(line('a & b', '^|<>()!;,='), String.raw`""C:\a b\x.cmd" "a & b" "^|<>()!;,=""`);
    assert.equal(line('C:\\', 'x\\\\'), String.raw`""C:\a b\x.cmd" "C:\\" "x\\\\""`);
  });

  it('is not started with what its interpreter would read otherwise', () => {
    for (const word of [
      '"',
      'a" & whoami & "',
      '%PATH%',
      '50%',
      'a\nb',
      'a\rb',
      '\0',
      '\u001a',
      'x'.repeat(9000),
    ]) {
      assert.equal(line(word), 'unsafe', JSON.stringify(word.slice(0, 20)));
    }
    assert.equal(asStarted(String.raw`C:\100%\x.cmd`, [], 'C:'), 'unsafe');
  });

  it('is known by its ending in any case, and a program gets its words as they are', () => {
    for (const name of ['x.BAT', 'x.cmd.', 'x.bat . ']) {
      assert.equal(asStarted(`C:\\${name}`, ['%'], 'C:'), 'unsafe');
    }
    const words = ['%PATH%', '"'];
    const program = String.raw`C:\x.exe`;
    assert.deepEqual(asStarted(program, words, 'C:'), { program, words, windowsVerbatimArguments: false });
  });
});
