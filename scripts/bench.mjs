// How long awscred takes: `npm run bench [-- --pairs 40] [--only TEXT] [--json FILE] [--short]`.
// Whole processes, in turn with an empty Node program of the same run; the median of the ratios of neighbours counts.
// Every row runs without NODE_EXTRA_CA_CERTS and NODE_OPTIONS: on Node 20 the first triples the floor.
import { writeFileSync } from 'node:fs';
import { cpus, release } from 'node:os';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { crowdRows } from './bench/crowd.mjs';
import { gate } from './bench/gate.mjs';
import { compare, instructionRatio, peakMb, FLOOR } from './bench/measure.mjs';
import { peerRows } from './bench/peers.mjs';
import { roundTripMs } from './bench/round-trip.mjs';
import { addAwsProfiles, awsCliRows, nodeRows } from './bench/rows.mjs';
import { openWorld, PROFILE } from './bench/world.mjs';

const option = (name, preset) => {
  const at = process.argv.indexOf(name);
  return at === -1 ? preset : (process.argv[at + 1] ?? preset);
};
const isShort = process.argv.includes('--short');
const pairs = Number(option('--pairs', 40));
const only = option('--only', '');

const world = await openWorld();
try {
  const homes = await openHomes();
  if (isShort) {
    process.exitCode = gate(homes) ? 0 : 1;
  } else {
    await everything(homes);
  }
} finally {
  await world.close();
}

/** Signed in, with everything kept, and with launchers of both kinds. */
async function openHomes() {
  const hot = await world.home('hot', 40);
  const big = await world.home('big', 10_000);
  const plain = await world.home('plain', 40);
  const file = await world.home('file', 40, { AWSCRED_STORE: 'file' });
  const launchers = {
    whole: join(hot.path, 'launcher'),
    withoutKeyctl: join(hot.path, 'launcher-without-keyctl'),
  };
  addAwsProfiles(hot, launchers);
  for (const home of [hot, big, plain, file]) {
    await home.run('process', PROFILE);
    // Once more: files that have just been written are not yet believed to show their next change.
    await home.run('process', PROFILE);
  }
  for (const path of Object.values(launchers)) {
    await hot.run('install-launcher', '--to', path);
  }
  hot.withoutKeyctl(launchers.withoutKeyctl);
  return { hot, big, plain, file, launchers };
}

async function everything(homes) {
  const machine = `${cpus()[0]?.model ?? '?'} × ${cpus().length}, Linux ${release()}, Node ${process.versions.node}`;
  console.log(
    `${machine}; ${pairs} pairs a row, medians (10 % to 90 %); NODE_EXTRA_CA_CERTS and NODE_OPTIONS unset`,
  );
  console.log(`store: ${world.keychain ? 'gnome-keyring' : 'encrypted file (no keychain here)'}\n`);
  console.log(line('', 'x wall', 'x cpu', 'x instr', 'peak MB', 'ms', 'goal'));
  const rows = [];
  for (const row of [...nodeRows(homes), ...awsCliRows(homes), ...peerRows(homes, world)]) {
    if (row.name.includes(only)) {
      rows.push(await measureRow(row));
    }
  }
  if ('200 at once, cold'.includes(only)) {
    for (const row of await crowdRows(homes.plain)) {
      const { median, low, high } = row.wall;
      console.log(
        line(row.name, `${median} (${low}–${high})`, '–', '–', '–', '–', verdict(median, row.goal, null)),
      );
      rows.push(row);
    }
  }
  const empty = peakMb(FLOOR, homes.hot.env);
  console.log(
    `\nan empty Node program: peak ${empty} MB; one call's round trip here: ${await roundTripMs(world.server.url)} ms`,
  );
  const json = option('--json', join(import.meta.dirname, '..', 'bench.json'));
  const at = new Date().toISOString();
  writeFileSync(
    json,
    `${JSON.stringify({ version: 1, at, machine, pairs, emptyPeakMb: empty, rows }, null, 2)}\n`,
  );
  console.log(`written: ${json}`);
}

async function measureRow(row) {
  await row.prepare?.(row.home);
  const { name, words, env, against, goal = null, least = null } = row;
  const found = compare({ words, env, pairs, ...(against === undefined ? {} : { against }) });
  const calls = row.calls ?? 0;
  const spared = calls * (calls > 0 ? await roundTripMs(world.server.url) : 0);
  const net = calls > 0 ? Math.round(((found.ms.median - spared) / found.floorMs.median) * 100) / 100 : null;
  const instr = against === undefined ? instructionRatio(words, env) : null;
  const peak = peakMb(words, env);
  const isMet = goal === null && least === null ? '' : verdict(net ?? found.wall.median, goal, least);
  console.log(
    line(
      name,
      `${found.wall.median} (${found.wall.low}–${found.wall.high})${net === null ? '' : `, less the call ${net}`}`,
      found.cpu.median,
      instr ?? '–',
      peak ?? '–',
      Math.round(found.ms.median * 10) / 10,
      isMet,
    ),
  );
  return { name, ...found, netWall: net, instructions: instr, peakMb: peak, goal, least };
}

function verdict(value, goal, least) {
  const isMet = goal === null ? value >= least : value <= goal;
  return `${goal === null ? `≥ ${least}` : `≤ ${goal}`} ${isMet ? 'met' : 'MISSED'}`;
}

function line(name, wall, cpu, instr, peak, ms, goal) {
  const cells = [
    String(name).padEnd(44),
    String(wall).padEnd(26),
    ...[cpu, instr, peak, ms].map((cell) => String(cell).padEnd(8)),
    goal,
  ];
  return cells.join(' ');
}
