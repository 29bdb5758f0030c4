// The short form for CI: what the speed rests on, never wall time. The hot path loads no built-in beyond fs and opens
// few files; a launcher's hit starts no Node; and instructions, where they are counted.
import { spawnSync } from 'node:child_process';
import { instructionRatio, FLOOR } from './measure.mjs';
import { PROFILE, PROGRAM } from './world.mjs';

const MOST_FILES = 10;
const MOST_INSTRUCTIONS = 1.04;

/** Prints a line per check; true where all hold. */
export function gate({ hot, launchers }) {
  const { env } = hot;
  const words = [process.execPath, PROGRAM, 'process', PROFILE];
  const files = opened(words, env) - opened(FLOOR, env);
  const started = executed([launchers.whole, 'process', PROFILE], env);
  const instructions = instructionRatio(words, env);
  return [
    check('the hot path opens few files', files <= MOST_FILES, `${files} more than an empty program`),
    check('the hot path loads no built-in beyond fs', builtins(env).length === 0, builtins(env).join(' ')),
    check(
      'a launcher’s hit starts no Node',
      !started.some((path) => path.includes('node')),
      started.join(' '),
    ),
    check(
      `the hot path takes at most ${MOST_INSTRUCTIONS} × the instructions`,
      instructions === null || instructions <= MOST_INSTRUCTIONS,
      instructions === null ? 'not counted on this machine' : String(instructions),
    ),
  ].every(Boolean);
}

function check(what, holds, seen) {
  console.log(`${holds ? 'ok  ' : 'FAIL'} ${what}: ${seen === '' ? 'none' : seen}`);
  return holds;
}

function opened(words, env) {
  return traced('openat,open', words, env).length;
}

function executed(words, env) {
  return traced('execve', words, env).map((line) => /execve\("([^"]*)"/.exec(line)?.[1] ?? '');
}

/** Calls that succeeded. */
function traced(calls, words, env) {
  const run = spawnSync(
    'strace',
    ['-f', '-qq', '-e', `trace=${calls}`, '-e', 'status=successful', ...words],
    {
      env,
      encoding: 'utf8',
    },
  );
  if (run.status !== 0) {
    throw new Error(`${words.join(' ')} ended with ${run.status ?? run.error}`);
  }
  return run.stderr.split('\n').filter((line) => /\b(?:open|openat|execve)\(/.test(line));
}

/** Built-ins that a hit has loaded over what every program has, fs aside. */
function builtins(env) {
  const script = `
    const before = new Set(process.moduleLoadList);
    const { exit } = process;
    process.exit = (status) => {
      const more = process.moduleLoadList.filter((each) => !before.has(each) && each !== 'NativeModule fs');
      require('fs').writeSync(2, more.join('\\n'));
      exit(status);
    };
    process.argv = [process.argv[0], ${JSON.stringify(PROGRAM)}, '--hot', 'process', ${JSON.stringify(PROFILE)}];
    require(${JSON.stringify(PROGRAM)});`;
  const run = spawnSync(process.execPath, ['-e', script], { env, encoding: 'utf8' });
  if (run.status !== 0) {
    throw new Error(`no hit: ${run.status}`);
  }
  return run.stderr.split('\n').filter((line) => line !== '');
}
