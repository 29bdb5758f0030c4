import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { OutputName } from '../../src/outputs/output.ts';
import { shellOfProcess, type RunningProgram } from '../../src/outputs/shell-of-process.ts';

const program = (name: string, ...words: readonly string[]): RunningProgram => ({ name, words });
const npx = program('node', 'npm exec awscred assume prod');

const cases: readonly (readonly [string, readonly RunningProgram[], OutputName])[] = [
  ['nothing can be seen', [], 'posix'],
  ['bash under fish', [program('bash'), program('fish')], 'posix'],
  ['fish', [program('fish'), program('systemd')], 'fish'],
  ['tcsh', [program('tcsh')], 'tcsh'],
  ['bsd-csh', [program('bsd-csh')], 'tcsh'],
  ['elvish', [program('elvish')], 'elvish'],
  ['nu', [program('nu')], 'nushell'],
  ['pwsh', [program('pwsh')], 'powershell'],
  ['cmd', [program('cmd')], 'cmd'],
  ['busybox', [program('busybox')], 'posix'],
  ['xonsh, a script', [program('python3.11', '/usr/bin/python3', '/usr/bin/xonsh')], 'xonsh'],
  ['xonsh, a module', [program('python3.11', 'python3', '-m', 'xonsh')], 'xonsh'],
  [
    'another Python program under fish',
    [program('python3.11', 'python3', 'deploy.py'), program('fish')],
    'posix',
  ],
  ['a shim of Node under fish', [program('node', 'node', 'shim.js'), program('fish')], 'fish'],
  ['sudo under fish', [program('sudo'), program('fish')], 'fish'],
  ['npx under fish', [program('dash', 'sh', '-c', 'awscred assume'), npx, program('fish')], 'fish'],
  ['npx under bash', [program('dash'), npx, program('bash')], 'posix'],
  ['an npm script under fish', [program('dash'), program('node', 'npm run x'), program('fish')], 'posix'],
  ['eval in an npm script', [program('dash'), program('dash'), npx, program('fish')], 'posix'],
  ['an editor under fish', [program('vim'), program('fish')], 'posix'],
  ['a name of JavaScript', [program('constructor')], 'posix'],
];

describe('the syntax of the shell that runs awscred', () => {
  for (const [name, ancestors, syntax] of cases) {
    it(`${name}: ${syntax}`, () => assert.equal(shellOfProcess(ancestors), syntax));
  }
});
