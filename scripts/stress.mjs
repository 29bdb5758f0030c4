// Runs the long tests one file after another and prints their figures: `node scripts/stress.mjs [FILTER]`.
// Bounded to ten minutes on two cores: what is counted in rounds stops when its share of the time is used up, and
// the figure says how many there were. A file that runs alone (FILTER) has the time of all for itself.
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';

const filter = process.argv[2] ?? '';
const files = readdirSync('dist/test/stress')
  .filter((name) => name.endsWith('.stress.js') && name.includes(filter))
  .map((name) => `dist/test/stress/${name}`)
  .sort();

const environment = { ...process.env };
delete environment.NODE_EXTRA_CA_CERTS;
environment.STRESS_STRETCH ??= files.length === 1 ? '3' : '1';

const run = spawnSync(
  process.execPath,
  ['--test', '--test-reporter=spec', '--test-concurrency=1', '--test-timeout=590000', ...files],
  { stdio: 'inherit', env: environment },
);
process.exitCode = run.status ?? 1;
