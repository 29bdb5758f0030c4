// Bundles the built program for start-up speed: one small entry, the rest in chunks loaded when needed.
// What is bundled is tsc's output, so what is tested is what ships.
import { build } from 'esbuild';

await build({
  entryPoints: {
    main: 'dist/src/main.js',
    // A program of its own: it is started, not imported.
    'keychain-child': 'dist/src/adapters/keychain/keychain-child.js',
  },
  outdir: 'dist/bundle',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  // The AWS SDK's ESM builds: with the CommonJS ones a lazy import() has no named exports.
  mainFields: ['module', 'main'],
  // Native code and a program that reads files beside itself stay outside.
  external: ['@napi-rs/keyring', 'open'],
  banner: {
    js: "import { createRequire as awscredRequire } from 'node:module'; const require = awscredRequire(import.meta.url);",
  },
  // Bytes are parsed at every start, whether they run or not.
  minify: true,
  legalComments: 'external',
  logLevel: 'warning',
});
