import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { needs } from '../../support/process/needs.ts';
import { Sandbox } from '../../support/sandbox.ts';

/** Processes that a script starts, itself included. */
function started(box: Sandbox, shell: string, script: string): number {
  const trace = join(box.home, 'trace');
  const calls = 'trace=clone,clone3,fork,vfork,execve';
  const words = ['-f', '-qq', '-o', trace, '-e', calls, shell, '-c', script];
  const { status, stderr } = spawnSync('strace', words, {
    encoding: 'utf8',
    env: {
      ...box.environment({
        AWSCRED_PROFILE: 'prod',
        AWSCRED_EXPIRES: String(Math.floor(Date.now() / 1000) + 200),
      }),
    },
  });
  assert.equal(status, 0, stderr);
  return readFileSync(trace, 'utf8')
    .split('\n')
    .filter((line) => /\b(?:clone3?|v?fork|execve)\(/.test(line)).length;
}

describe('awscred_prompt', () => {
  for (const shell of ['bash', 'zsh'] as const) {
    it(
      `starts no process in ${shell}, nor does what runs before a prompt`,
      { skip: needs('strace', shell) },
      async () => {
        const box = new Sandbox();
        const script = (await box.run(['init', shell])).stdout;
        const prompts = 'awscred_prompt; _awscred_before_prompt; '.repeat(3);
        assert.equal(started(box, shell, `${script}\n${prompts}`), 1);
      },
    );
  }

  for (const shell of ['bash', 'zsh'] as const) {
    it(
      `its script is silent, may be read twice, and works under set -eu, in ${shell}`,
      { skip: needs(shell) },
      async () => {
        const box = new Sandbox();
        const script = (await box.run(['init', shell, '--cmd', 'go'])).stdout;
        for (const options of [
          'set -eu',
          'set -eua; IFS=:',
          shell === 'zsh' ? 'setopt ksh_arrays sh_word_split glob_subst' : 'set -o posix',
        ]) {
          const lines = [options, script, script, 'awscred_prompt', 'awscred assume - || echo "$?"'].join(
            '\n',
          );
          const { stdout, stderr, status } = await box.program([shell, '-c', lines]);
          assert.deepEqual([stdout, status], ['2\n', 0], `${options}: ${stderr}`);
          assert.match(stderr, /^awscred: there is no profile to go back to\nawscred: hint: .*\n$/);
        }
      },
    );
  }

  const EDGES: readonly (readonly [string, string])[] = [
    ['', 'p'],
    ['300', 'p 5m'],
    ['299', 'p 4m!'],
    ['30', 'p 0m!'],
    ['0', 'p expired'],
    ['-5', 'p expired'],
    ['3600', 'p 1h'],
    ['3659', 'p 1h'],
    ['3660', 'p 1h1m'],
    ['3599', 'p 59m'],
    ['172800', 'p 48h'],
    ['x', 'p'],
    ['a[$(touch ran)]', 'p'],
    ['08', 'p expired'],
    ['99999999999999999999', 'p'],
  ];

  for (const [shell, set] of [
    ['bash', 'EPOCHSECONDS'],
    ['zsh', 'EPOCHSECONDS'],
    ['fish', 'date'],
  ] as const) {
    it(`counts rounded down, with digits alone, in ${shell}`, { skip: needs(shell) }, async () => {
      const box = new Sandbox();
      const script = (await box.run(['init', shell])).stdout;
      // The clock stands still: the shell's own variable is a plain one here, and `date` a function.
      const still =
        set === 'date'
          ? 'function date; echo 1000000000; end'
          : shell === 'zsh'
            ? 'zmodload -u zsh/datetime; EPOCHSECONDS=1000000000'
            : 'unset EPOCHSECONDS; EPOCHSECONDS=1000000000';
      for (const [left, shown] of EDGES) {
        const value = /^-?\d{1,6}$/.test(left) && left !== '08' ? String(1_000_000_000 + Number(left)) : left;
        const { stdout, stderr } = spawnSync(shell, ['-c', `${script}\n${still}\nawscred_prompt`], {
          encoding: 'utf8',
          cwd: box.home,
          env: { ...box.environment({ AWSCRED_PROFILE: 'p', AWSCRED_EXPIRES: value }) },
        });
        assert.deepEqual([stdout, stderr], [shown, ''], left);
      }
      assert.ok(!existsSync(join(box.home, 'ran')));
    });
  }
});
