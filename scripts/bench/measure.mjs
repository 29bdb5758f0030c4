// Whole processes in pairs, and what comes of them. Node at its own path: `node` on PATH may be a shim.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** An empty Node program: what everything is a multiple of. */
export const FLOOR = [process.execPath, '-e', '0'];

const PYTHON = ['/usr/bin/python3', '/usr/local/bin/python3'].find((path) => existsSync(path));

/** The variables of a measured program: what slows every Node down is never in it. */
export function measured(environment) {
  const { NODE_EXTRA_CA_CERTS: _, NODE_OPTIONS: __, ...rest } = environment;
  return rest;
}

/**
 * Medians of `words` against `against` over `pairs` pairs, as ratios and in milliseconds. Throws where one of them
 * fails: a wrong answer has no speed.
 */
export function compare({ words, against = FLOOR, env, pairs }) {
  if (PYTHON === undefined) {
    throw new Error('the bench needs python3 in /usr/bin');
  }
  const spec = JSON.stringify({ a: words, b: against, env, pairs });
  const run = spawnSync(PYTHON, [join(import.meta.dirname, 'pairs.py')], {
    input: spec,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  if (run.status !== 0) {
    throw new Error(run.stderr.trim());
  }
  const { a, b } = JSON.parse(run.stdout);
  const ratio = (kind) => spread(a[kind].map((value, index) => value / b[kind][index]));
  return {
    wall: ratio('wall'),
    cpu: ratio('cpu'),
    ms: spread(a.wall.map((seconds) => seconds * 1000)),
    floorMs: spread(b.wall.map((seconds) => seconds * 1000)),
  };
}

export function spread(values) {
  const sorted = values.toSorted((one, other) => one - other);
  const at = (share) => round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]);
  return { median: at(0.5), low: at(0.1), high: at(0.9) };
}

/** Instructions of a command and of the floor, user mode; null where the machine does not count them. */
export function instructionRatio(words, env, rounds = 5) {
  const count = (argv) => {
    const counts = Array.from({ length: rounds }, () => instructions(argv, env));
    return counts.includes(null) ? null : counts.toSorted((one, other) => one - other)[rounds >> 1];
  };
  const [ours, floor] = [count(words), count(FLOOR)];
  return ours === null || floor === null ? null : round(ours / floor);
}

function instructions(argv, env) {
  const run = spawnSync('perf', ['stat', '-x,', '-e', 'instructions:u', '-o', '/dev/fd/3', '--', ...argv], {
    env,
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
    encoding: 'utf8',
  });
  const [number] = /^\d+/m.exec(run.output?.[3] ?? '') ?? [];
  return number === undefined ? null : Number(number);
}

/** Peak memory of the largest process of a whole tree, in MB; null where there is no GNU time to tell. */
export function peakMb(words, env) {
  const run = spawnSync('/usr/bin/time', ['-f', 'peak %M', ...words], { env, encoding: 'utf8' });
  const [, kb] = /^peak (\d+)$/m.exec(run.stderr ?? '') ?? [];
  return kb === undefined ? null : round(Number(kb) / 1024);
}

function round(value) {
  return Math.round(value * 1000) / 1000;
}
