import assert from 'node:assert/strict';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { outputs } from '../../src/outputs/index.ts';
import type { Variable } from '../../src/outputs/output.ts';
import { needs } from '../support/process/needs.ts';
import { tempFolder } from '../support/files/temp-folder.ts';
import { hostileTexts, plantFiles, randomValue, seeded } from './hostile-values.ts';
import { environmentsAfter, posixShells, runShell, type RealShell } from './real-shells.ts';

const SEED = 20_260_102;
const quoted = (command: string): string => `eval "$(${command})"`;
const inQuotes = posixShells.map((shell) => ({ ...shell, name: `${shell.name}, quoted`, idiom: quoted }));

/** Twenty values a text, as `VALUE_0` … `VALUE_19`. */
function batches(values: readonly string[], secret: boolean = false): readonly (readonly Variable[])[] {
  const variables = values.map((value, index) => ({ name: `VALUE_${index % 20}`, value, secret }));
  return Array.from({ length: Math.ceil(values.length / 20) }, (_, index) =>
    variables.slice(index * 20, index * 20 + 20),
  );
}

function survive(shell: RealShell, values: readonly (readonly Variable[])[], before: string = ''): void {
  const temp = tempFolder();
  const folder = join(temp, 'here');
  mkdirSync(folder);
  const texts = values.map((set) => outputs.posix.render({ set, unset: [] }));
  plantFiles(folder, texts);
  const seen = environmentsAfter(shell, { texts, folder, results: join(temp, 'results'), before });
  for (const [index, set] of values.entries()) {
    for (const { name, value } of set) {
      assert.equal(seen[index]?.get(name), value, `${shell.name} ${before} (seed ${SEED}, text ${index})`);
    }
  }
}

function randomValues(count: number, canary: string): readonly string[] {
  const next = seeded(SEED);
  const texts = hostileTexts(canary);
  return [...texts, ...Array.from({ length: count - texts.length }, () => randomValue(next, texts))];
}

describe(`posix statements arrive exactly (seed ${SEED})`, () => {
  for (const shell of [...posixShells, ...inQuotes]) {
    // mksh starts a program for each printf.
    const count = { bash: 2000, dash: 1000, zsh: 500 }[shell.name] ?? 160;
    it(
      `${shell.name}: ${count} hostile values among hostile files`,
      { skip: needs(shell.command[0]) },
      () => {
        const canary = join(tempFolder(), 'canary');
        survive(shell, batches(randomValues(count, canary)));
        assert.ok(!existsSync(canary), 'a value was run');
      },
    );
  }

  for (const shell of posixShells) {
    it(`${shell.name}: unquoted under IFS=: and an empty IFS`, { skip: needs(shell.command[0]) }, () => {
      const values = batches(randomValues(100, '/nonexistent/canary'));
      survive(shell, values, 'IFS=:');
      survive(shell, values, 'IFS=');
    });
  }

  for (const shell of inQuotes) {
    it(`${shell.name}: under an IFS of letters and signs`, { skip: needs(shell.command[0]) }, () => {
      survive(shell, batches(randomValues(100, '/nonexistent/canary')), `IFS="AEpx='0\\\\"`);
    });
  }
});

describe('credentials arrive exactly', () => {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789/+=';
  const next = seeded(SEED);
  const random = (length: number): string =>
    Array.from({ length }, () => alphabet[next(alphabet.length)]).join('');
  const values = [
    '=',
    '=ls',
    '==',
    '/',
    '//',
    '/etc',
    '+',
    random(4096),
    ...Array.from({ length: 92 }, () => random(40)),
  ];

  for (const shell of [...posixShells, ...inQuotes]) {
    it(`${shell.name}, also under IFS=:`, { skip: needs(shell.command[0]) }, () => {
      survive(shell, batches(values, true));
      survive(shell, batches(values, true), 'IFS=:');
    });
  }

  it('zsh with options that change words', { skip: needs('zsh') }, () => {
    const zsh = posixShells.find((shell) => shell.name === 'zsh');
    assert.ok(zsh !== undefined);
    const options = [
      'sh_word_split',
      'glob_subst',
      'extended_glob',
      'ksh_glob',
      'brace_ccl',
      'magic_equal_subst',
    ];
    const more = [
      'rc_quotes',
      'csh_null_glob',
      'posix_builtins',
      'posix_identifiers',
      'null_glob',
      'err_exit',
    ];
    const each = [...options, ...more].map((option) => `setopt ${option}`);
    const hostile = batches(randomValues(60, '/nonexistent/canary'));
    for (const before of [...each, `${each.join('; ')}; unsetopt null_glob`, 'emulate sh', 'emulate ksh']) {
      survive(zsh, [...batches(values.slice(0, 20), true), ...hostile], before);
    }
  });

  it('bash with options that change words', { skip: needs('bash') }, () => {
    const bash = posixShells.find((shell) => shell.name === 'bash');
    assert.ok(bash !== undefined);
    const hostile = batches(randomValues(60, '/nonexistent/canary'));
    for (const before of [
      'shopt -s extglob nullglob',
      'shopt -s failglob',
      'set -eu',
      'set -f',
      'set -o posix',
    ]) {
      survive(bash, [...batches(values.slice(0, 20), true), ...hostile], before);
    }
  });

  it('every shell in the C locale', { skip: needs(...posixShells.map((shell) => shell.command[0])) }, () => {
    for (const shell of posixShells) {
      survive(shell, batches(randomValues(80, '/nonexistent/canary')), 'export LC_ALL=C');
    }
  });
});

describe('the trap of this suite bites', () => {
  it('plain single quotes are altered among such files', { skip: needs('bash') }, () => {
    const bash = posixShells.find((shell) => shell.name === 'bash');
    assert.ok(bash !== undefined);
    const temp = tempFolder();
    const text = "export VALUE='x?y  z';\n";
    plantFiles(temp, ["VALUE='xay"]);
    const [seen] = environmentsAfter(bash, { texts: [text], folder: temp, results: join(temp, 'results') });
    assert.equal(seen?.get('VALUE'), 'xay z');
  });
});

describe('a failed assume in sh', () => {
  for (const shell of [...posixShells, ...inQuotes]) {
    it(`${shell.name}: eval, && and set -e have its status`, { skip: needs(shell.command[0]) }, () => {
      const failing = shell.idiom("echo '(exit 3);'");
      const folder = tempFolder();
      const status = (script: string): string => {
        const done = runShell(shell, ['-c', script], { folder });
        return `${done.stdout}${done.status}`;
      };
      assert.equal(status(`${failing}; echo $?`), '3\n0');
      assert.equal(status(`${failing} && echo on`), '3');
      assert.equal(status(`set -e; ${failing}; echo on`), '3');
      assert.equal(status(`IFS=:; ${failing}; echo $?`), '3\n0');
    });
  }
});
