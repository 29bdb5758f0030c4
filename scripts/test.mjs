// Runs every test below dist/test with Node's own runner: `node scripts/test.mjs [FILTER]`. Those for Windows have
// scripts/windows.mjs.
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';

const filter = process.argv[2] ?? '';
const files = readdirSync('dist/test', { recursive: true })
  .map((name) => `dist/test/${name}`)
  .filter((name) => name.endsWith('.test.js') && name.includes(filter) && !name.includes('/windows/'))
  .sort();

if (files.length === 0) {
  // Node's runner, given no file, would run all it can find.
  console.error(`no test file's path contains ${filter}`);
  process.exit(1);
}

const environment = { ...process.env };
// On Node 20 this parses the whole bundle at each start of each child: three times the time of an empty program.
delete environment.NODE_EXTRA_CA_CERTS;

const run = spawnSync(
  process.execPath,
  ['--test', '--test-reporter=spec', '--test-concurrency=2', '--test-timeout=300000', ...files],
  { stdio: 'inherit', env: environment },
);
process.exitCode = run.status ?? 1;
