import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { optionsWithValue } from '../../../src/commands/argv/command-line.ts';
import { COMMANDS } from '../../../src/commands/index.ts';
import { SHELL_INITS } from '../../../src/outputs/init/index.ts';
import { builtScript, initScript, type InitFacts } from '../../../src/outputs/init/init-script.ts';
import { isCommandName } from '../../../src/outputs/init/cmd-name.ts';
import { needs } from '../../support/process/needs.ts';
import { ROOT } from '../../support/sandbox.ts';
import { tempFolder } from '../../support/files/temp-folder.ts';

const FACTS: InitFacts = {
  node: '/opt/node/bin/node',
  program: '/opt/awscred/bin/awscred.cjs',
  completer: '/opt/awscred/bin/complete.cjs',
  scripts: '/opt/awscred/dist/bundle/init',
  launcher: null,
  cmd: null,
  promptVariable: 'AWS_VAULT',
  promptWarning: 'on',
};

const scripts = join(ROOT, 'bin', 'init');
const script = (template: string): string =>
  builtScript(readFileSync(join(scripts, template), 'utf8'), { taking: optionsWithValue(COMMANDS) });

/** How a shell prints a word that `word` has quoted. */
const ECHO: Readonly<Record<string, (word: string) => readonly string[]>> = {
  bash: (word) => ['bash', '-c', `printf %s ${word}`],
  zsh: (word) => ['zsh', '-f', '-c', `printf %s ${word}`],
  fish: (word) => ['fish', '--no-config', '-c', `printf %s ${word}`],
  tcsh: (word) => ['tcsh', '-f', '-c', `/usr/bin/printf %s ${word}`],
  elvish: (word) => ['elvish', '-norc', '-c', `print ${word}`],
  nushell: (word) => ['nu', '-n', '-c', `print -n ${word}`],
  xonsh: (word) => ['xonsh', '--no-rc', '-c', `print(${word}, end='')`],
};

describe('scripts of init', () => {
  it('leave nothing to fill in', () => {
    for (const shell of SHELL_INITS) {
      for (const cmd of [null, 'gogo']) {
        const text = initScript(shell, script(shell.template), { ...FACTS, cmd });
        assert.doesNotMatch(text, /@[A-Z_]+@|^#(?:cmd|each)\b/m, shell.name);
        assert.equal(/\bgogo\b/.test(text), cmd !== null, shell.name);
      }
    }
  });

  it('are each somebody’s', () => {
    const called = ['tcsh-function.tcsh', 'tcsh.sh'];
    assert.deepEqual(
      readdirSync(scripts).toSorted(),
      [...SHELL_INITS.map(({ template }) => template), ...called].toSorted(),
    );
  });

  it('call the launcher for assume alone', () => {
    for (const shell of SHELL_INITS) {
      const text = initScript(shell, script(shell.template), { ...FACTS, launcher: '/home/jane/launcher' });
      assert.equal(text.split('/home/jane/launcher').length, 2, shell.name);
      assert.ok(text.includes(FACTS.program), shell.name);
    }
  });

  it('for PowerShell, which no test runs, are as they were read by a person', () => {
    const shell = SHELL_INITS.find(({ name }) => name === 'powershell');
    assert.ok(shell !== undefined);
    const text = initScript(shell, script(shell.template), FACTS);
    // What stands between quotes is data; nothing of a name is ever part of the script.
    assert.equal(text.match(/Invoke-Expression \$text/g)?.length, 2);
    assert.equal(text.match(/& '\/opt\/node\/bin\/node' '\/opt\/awscred\/bin\/awscred.cjs'/g)?.length, 3);
    assert.equal(shell.word("/o'b\u2019n/x"), "'/o''b\u2019\u2019n/x'");
  });

  for (const shell of SHELL_INITS.filter(({ name }) => name in ECHO)) {
    const print = ECHO[shell.name];
    it(`${shell.name} reads its quoted paths as they are`, { skip: needs(print?.('x')[0] ?? '') }, () => {
      for (const path of [
        "/a b/it's",
        '/$(touch ran)/`touch ran`',
        '/x;y&z|"q"',
        '/back\\slash\\',
        '/h!story/*?[a]{b,c}~#',
        '/ä€',
      ]) {
        const [command = '', ...words] = print?.(shell.word(path)) ?? [];
        const { stdout } = spawnSync(command, words, {
          encoding: 'utf8',
          cwd: tempFolder(),
          env: { PATH: process.env['PATH'], LC_ALL: 'C.UTF-8' },
        });
        assert.equal(stdout, path);
      }
    });
  }

  it('--cmd takes plain words that no shell reads as its own', () => {
    for (const name of ['assume', 'a', 'aws-as', 'A1_b']) {
      assert.ok(isCommandName(name), name);
    }
    for (const name of [
      '',
      'a b',
      '-a',
      '1a',
      'a;b',
      'a$b',
      'if',
      'eval',
      'awscred',
      'ünder',
      'a'.repeat(65),
      'EXPORT',
    ]) {
      assert.ok(!isCommandName(name), name);
    }
  });
});
