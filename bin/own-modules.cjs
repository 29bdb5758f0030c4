'use strict';
// Loads the files of the bundle with the code that V8 compiled when it was built (scripts/code-cache.mjs), which saves a
// cold start a fifth of its time on Node 20, whose own loader keeps no such code. The cache lies beside the files that it
// is of, and is as trustworthy as they are. It is for the very Node that made it: V8 looks at its own version and flags,
// and at nothing of the code.
const fs = require('fs');
const vm = require('vm');
const Module = require('module');
const path = require('path');

/** The one cache in a bundle's folder. */
function cachePath(folder) {
  return path.join(folder, 'code.cache');
}

/** This Node, by the file that it is. */
function thisNode() {
  const { size, mtimeMs } = fs.statSync(process.execPath);
  return [process.version, process.arch, size, mtimeMs].join(' ');
}

/**
 * A `require` for the files of a bundle by their names, each run once, as Node would. `cache`: what `readCache`
 * gave. `onScript` is told each script that was compiled.
 */
function ownModules(folder, cache, onScript) {
  const loaded = new Map();
  const own = (name) => {
    const known = loaded.get(name);
    if (known) {
      return known.exports;
    }
    const file = path.join(folder, name);
    const module_ = new Module(file, module);
    module_.filename = file;
    module_.paths = Module._nodeModulePaths(folder);
    loaded.set(name, module_);
    const require_ = (one) => (/^\.\/[^/]+\.cjs$/.test(one) ? own(one.slice(2)) : module_.require(one));
    run(file, name, cache, onScript).call(module_.exports, module_.exports, require_, module_, file, folder);
    return module_.exports;
  };
  return own;
}

function run(file, name, cache, onScript) {
  const source = fs.readFileSync(file, 'latin1');
  const entry = cache.get(name);
  // V8 itself compares no more of the source than its length.
  const cachedData = entry && entry.length === source.length ? entry.data : undefined;
  const script = new vm.Script(Module.wrap(source), {
    filename: file,
    cachedData,
    importModuleDynamically: vm.constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
  });
  if (onScript) {
    onScript(name, source.length, script);
  }
  return script.runInThisContext();
}

/** By a file's name its source's length and its code; empty where there is no cache for this Node. */
function readCache(folder) {
  const entries = new Map();
  try {
    const whole = fs.readFileSync(cachePath(folder));
    const end = whole.indexOf(10);
    let at = end + 1;
    const { node, files } = JSON.parse(whole.toString('latin1', 0, end));
    for (const [name, length, bytes] of node === thisNode() ? files : []) {
      entries.set(name, { length, data: whole.subarray(at, at + bytes) });
      at += bytes;
    }
    return at === whole.length ? entries : new Map();
  } catch {
    return new Map();
  }
}

/** Replaces the cache: `[name, length of its source, code]` of each file. */
function writeCache(folder, entries) {
  const files = entries.map(([name, length, data]) => [name, length, data.length]);
  const index = JSON.stringify({ node: thisNode(), files });
  const to = cachePath(folder);
  fs.writeFileSync(
    `${to}.new`,
    Buffer.concat([Buffer.from(`${index}\n`), ...entries.map(([, , data]) => data)]),
  );
  fs.renameSync(`${to}.new`, to);
}

module.exports = { cachePath, ownModules, readCache, writeCache };
