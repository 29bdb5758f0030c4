// Makes what bin/start.cjs answers from without loading the full program: the warm path's bundle, the help's text and
// the scripts of `init`.
import { createRequire } from 'node:module';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { build } from 'esbuild';
import { optionsWithValue } from '../dist/src/commands/argv/command-line.js';
import { completionTable } from '../dist/src/commands/completion-table.js';
import { COMMANDS } from '../dist/src/commands/index.js';
import { rootHelp } from '../dist/src/commands/help/root-help.js';
import { builtScript } from '../dist/src/outputs/init/init-script.js';

const require = createRequire(import.meta.url);

/**
 * `node:crypto` alone costs an eighth of an empty program's time, and most calls of the warm path need none of these:
 * such a built-in is loaded when one of its functions is first called.
 */
const LAZY = ['tty', 'crypto', 'child_process', 'module', 'os', 'timers/promises', 'url'];

const lazyBuiltins = {
  name: 'lazy-builtins',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^(?:node:)?[a-z_/]+$/ }, ({ path, namespace }) => {
      if (namespace === 'lazy') {
        return { path, external: true };
      }
      const name = path.replace(/^node:/, '');
      return LAZY.includes(name) ? { path: name, namespace: 'lazy', sideEffects: false } : undefined;
    });
    onLoad({ filter: /.*/, namespace: 'lazy' }, ({ path }) => {
      const functions = Object.entries(require(path)).filter(([, value]) => typeof value === 'function');
      const lines = functions.map(
        ([name]) => `export const ${name} = (...words) => require('node:${path}').${name}(...words);`,
      );
      return { contents: lines.join('\n') };
    });
  },
};

await build({
  entryPoints: {
    'warm-keychain': 'dist/src/warm/keychain.js',
    'warm-file': 'dist/src/warm/file.js',
    init: 'dist/src/warm/init.js',
    complete: 'dist/src/warm/complete.js',
  },
  outdir: 'dist/bundle',
  outExtension: { '.js': '.cjs' },
  bundle: true,
  format: 'cjs',
  platform: 'node',
  target: 'node20.19',
  mainFields: ['module', 'main'],
  external: ['@napi-rs/keyring'],
  define: { 'import.meta.url': '__filename', 'import.meta.dirname': '__dirname' },
  plugins: [lazyBuiltins],
  minify: true,
  legalComments: 'none',
  logLevel: 'warning',
});

writeFileSync('dist/bundle/help.txt', rootHelp(COMMANDS));

mkdirSync('dist/bundle/init', { recursive: true });
for (const name of readdirSync('bin/init')) {
  const script = builtScript(readFileSync(`bin/init/${name}`, 'utf8'), {
    taking: optionsWithValue(COMMANDS),
  });
  writeFileSync(`dist/bundle/init/${name}`, script);
}
writeFileSync('dist/bundle/complete.json', JSON.stringify(completionTable(COMMANDS)));
