import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { parentPrograms } from '../../../../src/adapters/process/program/parent-shell.ts';
import { needs } from '../../../support/process/needs.ts';
import { tempFolder } from '../../../support/files/temp-folder.ts';

const command = `${process.execPath} ${join(import.meta.dirname, 'print-parent-shell.js')}`;

/** A misleading login shell, as in a terminal that was told to start another one. */
const environment = { PATH: process.env['PATH'] ?? '', HOME: '/', SHELL: '/usr/bin/fish' };

// Each captures, as `eval` does; a last command might be run in the place of the shell.
const shells: readonly (readonly [string, readonly [string, ...string[]], string])[] = [
  ['posix', ['dash', '-c'], `x=$(${command}); echo $x`],
  ['posix', ['bash', '-c'], `x=$(${command}); echo $x`],
  ['posix', ['zsh', '-fc'], `x=$(${command}); echo $x`],
  ['posix', ['ksh', '-c'], `x=$(${command}); echo $x`],
  ['posix', ['mksh', '-c'], `x=$(${command}); echo $x`],
  ['posix', ['busybox', 'sh', '-c'], `x=$(${command}); echo $x`],
  ['fish', ['fish', '--no-config', '-c'], `${command} | read x; echo $x`],
  ['tcsh', ['tcsh', '-fc'], `set x = \`${command}\`; echo $x`],
  ['elvish', ['elvish', '-norc', '-c'], `var x = (${command}); echo $x`],
];

describe('the shell that runs us', () => {
  for (const [syntax, [program, ...options], script] of shells) {
    it(`${program}: ${syntax}, whatever SHELL says`, { skip: needs(program) }, () => {
      const done = spawnSync(program, [...options, script], { encoding: 'utf8', env: environment });
      assert.equal(done.stdout, `${syntax}\n`, done.stderr);
    });
  }

  it('a script is known by its shell, not by its name', { skip: needs('/usr/bin/fish') }, () => {
    const script = join(tempFolder(), 'dash (1) x');
    writeFileSync(script, `#!/usr/bin/fish --no-config\n${command} | read x\necho $x\n`);
    chmodSync(script, 0o755);
    const done = spawnSync(script, { encoding: 'utf8', env: environment });
    assert.equal(done.stdout, 'fish\n', done.stderr);
  });

  it('ps, where there is no /proc, names the same parents', { skip: needs('/bin/ps') }, () => {
    const found = parentPrograms('darwin');
    assert.equal(found.length, parentPrograms('linux').length);
    assert.ok(found.every(({ name }) => /^[^/\s-]/.test(name)));
  });

  it('this very process has parents, at most eight', () => {
    const found = parentPrograms();
    assert.ok(found.length >= 1 && found.length <= 8);
    assert.ok(found.every(({ name, words }) => name !== '' && words.length <= 3));
  });
});
