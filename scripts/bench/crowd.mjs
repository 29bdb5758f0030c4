// Many at once: how long until the last of them has its answer, over as many empty programs one after the other.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { FLOOR, spread } from './measure.mjs';
import { PROFILE, PROGRAM } from './world.mjs';

const ROUNDS = 3;

/** Rows of `{ name, wall, goal }`: all signed in, nothing kept, without a terminal. */
export async function crowdRows(home) {
  const rows = [];
  for (const [count, goal] of [
    [50, 3.5],
    [200, 2.5],
  ]) {
    const ratios = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      await home.run('cache', 'clear');
      const empty = emptyMs(home.env);
      const began = performance.now();
      await Promise.all(Array.from({ length: count }, () => answered(home)));
      ratios.push((performance.now() - began) / (count * empty));
    }
    rows.push({ name: `${count} at once, cold`, wall: spread(ratios), goal });
  }
  return rows;
}

async function answered({ env, path }) {
  const child = spawn(process.execPath, [PROGRAM, 'process', PROFILE], {
    env,
    cwd: path,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  let said = '';
  child.stdout.resume();
  child.stderr.on('data', (text) => (said += text));
  const [status] = await once(child, 'close');
  if (status !== 0) {
    throw new Error(`one of the crowd failed: ${said}`);
  }
}

/** The median of ten empty programs, in milliseconds. */
function emptyMs(env) {
  const [program, ...words] = FLOOR;
  const times = Array.from({ length: 10 }, () => {
    const began = performance.now();
    spawnSync(program, words, { env });
    return performance.now() - began;
  });
  return spread(times).median;
}
