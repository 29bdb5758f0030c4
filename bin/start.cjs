'use strict';
// What the hot path has no answer to: the texts made at build time, the store by a record's word, the full program.
const fs = require('fs');
const path = require('path');

const ROOT = path.join(__dirname, '..');

// With NODE_DEBUG=child_process Node writes what it starts to process.stderr, environment and all, and no program can
// switch that off again. What awscred says goes to the descriptor itself (docs/traps.md, "Node").
if (process.env.NODE_DEBUG) {
  const nothing = { write: () => true, hasColors: () => false, isTTY: false };
  Object.defineProperty(process, 'stderr', { get: () => nothing });
}

/**
 * `hotMissed`: the hot path looked for an answer to just this command line. `lines`: its record, or null; `hand`
 * prints the product and ends, given the secrets, or comes back.
 */
module.exports = function start(argv, hotMissed, lines, hand) {
  const [word] = argv;
  if (argv.length === 1 && (word === '--version' || word === '-V')) {
    print(`${JSON.parse(fs.readFileSync(path.join(ROOT, 'package.json'), 'utf8')).version}\n`);
  } else if (argv.length === 1 && (word === '--help' || word === '-h') && isBuilt('help.txt') && isWide()) {
    print(fs.readFileSync(bundled('help.txt'), 'utf8'));
  } else if (word === 'init' && isBuilt('init.cjs')) {
    const script = initScript(argv);
    if (script) {
      print(script);
    } else {
      full(argv, false);
    }
  } else if (lines && isBuilt(warmOf(lines))) {
    warm(argv, lines, hand);
  } else {
    full(argv, hotMissed);
  }
};

/** Each start of a shell asks for it. Null where the full program has to look. */
function initScript(argv) {
  try {
    return require(bundled('init.cjs')).scriptFor(argv, ROOT);
  } catch {
    return null;
  }
}

/** The text made at build time is for 80 columns and more; help for fewer is the full program's. */
function isWide() {
  const asked = Number(process.env.COLUMNS);
  const width = asked > 0 ? asked : fs.fstatSync(1).isCharacterDevice() && process.stdout.columns;
  return !width || width >= 80;
}

/** A record without a secret half says where the store has the credentials. */
function warm(argv, lines, hand) {
  require(bundled(warmOf(lines)))
    .secretsOf(lines)
    .then(hand)
    // A reader that is gone or a full disk among it: the full program has the words for that.
    .catch(() => {})
    .then(() => full(argv, true));
}

function warmOf(lines) {
  return lines[6].startsWith('file ') ? 'warm-file.cjs' : 'warm-keychain.cjs';
}

function full(argv, hotMissed) {
  loaded().then(
    (main) => main.run(argv, hotMissed),
    (error) => {
      fs.writeSync(
        2,
        `awscred: awscred could not be loaded: ${String(error && error.message).split('\n')[0]}\n`,
      );
      process.exit(1);
    },
  );
}

/** The bundle starts in a third of the time; in a checkout that was only compiled, the plain output does as well. */
async function loaded() {
  if (isBuilt('main.cjs')) {
    return asCompiled() || require(bundled('main.cjs'));
  }
  const compiled = path.join(ROOT, 'dist/src/main.js');
  if (!fs.existsSync(compiled)) {
    fs.writeSync(2, 'awscred: this checkout is not built\nawscred: hint: npm ci && npm run build\n');
    process.exit(1);
  }
  return import(require('url').pathToFileURL(compiled).href);
}

/** The full program, from the code that was compiled when it was built; null where Node keeps such code itself. */
function asCompiled() {
  if (require('module').enableCompileCache) {
    keepCompiled();
    return null;
  }
  const { ownModules, readCache } = require('./own-modules.cjs');
  const folder = path.join(ROOT, 'dist/bundle');
  const cache = readCache(folder);
  return cache.size > 0 ? ownModules(folder, cache)('main.cjs') : null;
}

/**
 * V8's compiled code is kept from start to start where Node can (22 and newer). It is code: only in a folder of the
 * state folder, where both are ours and nobody else can write them; for root nowhere below another user's folder.
 */
function keepCompiled() {
  const { enableCompileCache } = require('module');
  try {
    // Not where a variable says: AWSCRED_HOME may be a checkout, whose files are ours and were written by others.
    const state =
      enableCompileCache && process.geteuid ? `${require('os').userInfo().homedir}/.local/state/awscred` : '';
    if (state[0] === '/' && isOurs(state)) {
      const folder = `${state}/compiled`;
      if (!fs.existsSync(folder)) {
        fs.mkdirSync(folder, { mode: 0o700 });
      }
      if (isOurs(folder)) {
        enableCompileCache(folder);
      }
    }
  } catch {
    // It is for speed alone.
  }
}

function isOurs(folder) {
  const uid = process.geteuid();
  const stats = fs.lstatSync(folder);
  return (
    stats.isDirectory() && stats.uid === uid && (stats.mode & 0o022) === 0 && (uid !== 0 || isRoots(folder))
  );
}

function isRoots(folder) {
  const above = path.dirname(folder);
  return above === folder || (fs.statSync(above).uid === 0 && isRoots(above));
}

function bundled(name) {
  return path.join(ROOT, 'dist/bundle', name);
}

function isBuilt(name) {
  return fs.existsSync(bundled(name));
}

/** Writes everything to a pipe or a file; a closed reader is ignored. */
function print(text) {
  for (let bytes = Buffer.from(text); bytes.length > 0;) {
    try {
      bytes = bytes.subarray(fs.writeSync(1, bytes));
    } catch (error) {
      if (error.code !== 'EAGAIN') {
        process.exit(1);
      }
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
    }
  }
  process.exit(0);
}
