import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { AwscredError, exitStatus } from '../../src/errors.ts';
import { outputNamed, outputs } from '../../src/outputs/index.ts';
import { renderUnset } from '../../src/outputs/render-statements.ts';

const NAMES = 'posix fish powershell cmd tcsh nushell elvish xonsh dotenv ini json process'.split(' ');

const FAILURES: Readonly<Record<string, string>> = {
  posix: '(exit 3);\n',
  fish: "sh -c 'exit 3';\n",
  tcsh: "sh -c 'exit 3';\n",
  elvish: "fail 'awscred ended with status 3';\n",
  powershell: "Write-Error 'awscred ended with status 3' -ErrorAction Continue\n",
};

describe('the table of outputs', () => {
  it('has every name of the design', () => {
    assert.deepEqual(Object.keys(outputs), NAMES);
    for (const name of NAMES) {
      assert.equal(outputNamed(name).name, name);
    }
  });

  it('knows the aliases', () => {
    for (const [alias, name] of [
      ...['env', 'bash', 'zsh', 'sh', 'ksh'].map((shell) => [shell, 'posix'] as const),
      ['pwsh', 'powershell'] as const,
      ['windows-cmd', 'cmd'] as const,
      ['nu', 'nushell'] as const,
    ]) {
      assert.equal(outputNamed(alias).name, name);
    }
  });

  it('refuses any other name with 2, naming the choices', () => {
    for (const name of ['', 'POSIX', 'toString', '__proto__', 'x\u001b[31m']) {
      assert.throws(
        () => outputNamed(name),
        (error) =>
          error instanceof AwscredError &&
          exitStatus(error.code) === 2 &&
          !error.message.includes('\u001b') &&
          NAMES.every((choice) => error.hints.join(' ').includes(choice)),
      );
    }
  });

  it('undoes in a shell, and refuses to in a file format with 2', () => {
    for (const output of Object.values(outputs)) {
      if (['dotenv', 'ini', 'json', 'process'].includes(output.name)) {
        assert.throws(
          () => renderUnset(output, { set: [], unset: ['AWS_REGION'] }),
          (error) => error instanceof AwscredError && exitStatus(error.code) === 2,
        );
      } else {
        assert.match(renderUnset(output, { set: [], unset: ['AWS_REGION'] }), /AWS_REGION/);
      }
    }
  });

  it('says a failure in posix only', () => {
    for (const output of Object.values(outputs)) {
      assert.equal(output.failure(3), FAILURES[output.name] ?? '');
    }
  });

  it('has a line to type for each shell', () => {
    const lines = Object.values(outputs).map((output) => output.evalLine('awscred assume prod'));
    assert.deepEqual(lines, [
      'eval $(awscred assume prod)',
      'awscred assume prod | source',
      'awscred assume prod | Invoke-Expression',
      `for /f "tokens=1*" %i in ('awscred assume prod') do @set %j`,
      'eval `awscred assume prod`',
      'awscred assume prod | from json | load-env',
      'eval (awscred assume prod | slurp)',
      'execx($(awscred assume prod))',
      ...Array.from({ length: 4 }, () => 'awscred assume prod'),
    ]);
  });
});
