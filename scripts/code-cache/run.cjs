// One command, run from the bundle with the code that is kept so far; at its end all code is kept, what this run has
// compiled among it.
const { join } = require('node:path');
const { ownModules, readCache, writeCache } = require('../../bin/own-modules.cjs');

const FOLDER = join(__dirname, '../../dist/bundle');
const before = readCache(FOLDER);
const scripts = new Map();

process.on('exit', (status) => {
  if (status === 0) {
    const kept = [...before].filter(([name]) => !scripts.has(name));
    writeCache(FOLDER, [
      ...kept.map(([name, { length, data }]) => [name, length, data]),
      ...[...scripts].map(([name, { length, script }]) => [name, length, script.createCachedData()]),
    ]);
  }
});

const note = (name, length, script) => scripts.set(name, { length, script });
ownModules(FOLDER, before, note)('main.cjs').run(process.argv.slice(2), false);
