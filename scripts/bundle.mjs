// Bundles the built program for start-up speed. What is bundled is tsc's output; the same bundle is tested and shipped.
import { copyFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { build, transform } from 'esbuild';
import { loadedLate } from './loaded-late.mjs';
import { oneMain } from './one-main.mjs';
import { refuseMissed, sdkLeftOut } from './sdk-left-out.mjs';

const OUT = 'dist/bundle';

/** Chunks of the picker and of the local AWS, and what measures texts beyond ASCII. */
const LOADED_SELDOM = /^(?:(?:search-prompt|fuzzysort|run)-[A-Z0-9]+|apart-text-width)\.cjs$/;

/** What shares no code with the rest and is loaded when first something of it is used, by the name of its chunk. */
const APART_SSO = {
  'apart-sso': 'dist/src/adapters/aws/sdk/sso.js',
  'apart-sso-oidc': 'dist/src/adapters/aws/sdk/sso-oidc.js',
};
const APART_STS = { 'apart-sts': 'dist/src/adapters/aws/sdk/sts.js' };
const APART = {
  'apart-query': 'dist/src/adapters/aws/sdk/query.js',
  'apart-chalk': 'chalk',
  'apart-ini': 'ini',
  'apart-shlex': 'shlex',
  'apart-text-width': 'fast-string-truncated-width',
  'apart-levenshtein': 'fastest-levenshtein',
};

/** The same for parts of ours that seldom a profile needs: they share the rest of our code. */
const APART_OF_OURS = {
  'apart-saml-step': 'dist/src/sources/saml/saml-step.js',
  'apart-layers': 'dist/src/flow/line/guards/layers.js',
  'apart-narrow': 'dist/src/sources/scoped/narrow.js',
  'apart-token-setting': 'dist/src/sources/web-identity/token-setting.js',
};

const common = {
  bundle: true,
  write: false,
  platform: 'node',
  target: 'node20.19',
  // The AWS SDK's ESM builds: of the CommonJS ones nothing can be left out.
  mainFields: ['module', 'main'],
  define: { 'import.meta.url': 'awscredFileUrl', 'import.meta.dirname': '__dirname' },
  // Bytes are read at every start, whether they run or not.
  minify: true,
  legalComments: 'external',
  logLevel: 'warning',
  outdir: OUT,
  outExtension: { '.js': '.cjs' },
};

const program = await build({
  ...common,
  entryPoints: {
    main: 'dist/src/main.js',
    ...APART_OF_OURS,
  },
  // esbuild splits only this format; the other is made of it chunk by chunk.
  splitting: true,
  format: 'esm',
  // Native code and a program that reads files beside itself stay outside.
  external: ['@napi-rs/keyring', 'open'],
  plugins: [apart(), htmlLeftOut()],
});
const chunks = await oneMain(program.outputFiles, common);
const others = await build({ ...common, entryPoints: APART, format: 'cjs' });
// A program of its own: it is started, not imported, and should load nothing but what it needs.
const child = await build({
  ...common,
  entryPoints: { 'keychain-child': 'dist/src/adapters/keychain/child/keychain-child.js' },
  format: 'cjs',
  external: ['@napi-rs/keyring'],
});
const sts = await build({ ...common, entryPoints: APART_STS, format: 'cjs', plugins: [sdkLeftOut] });
// What the two clients of SSO share is a chunk of its own: a sign-in that needs both loads it once.
const sso = await build({
  ...common,
  entryPoints: APART_SSO,
  splitting: true,
  format: 'esm',
  chunkNames: 'sdk-[hash]',
  plugins: [sdkLeftOut],
});

refuseMissed();
mkdirSync(OUT, { recursive: true });
// Of the files before; scripts/code-cache.mjs makes it anew.
rmSync(`${OUT}/code.cache`, { force: true });
// Linux alone needs it: elsewhere opening a file can lock it. Of the package nothing else is used.
const LOCKS = 'node_modules/fs-native-extensions';
for (const arch of ['x64', 'arm64']) {
  copyFileSync(
    `${LOCKS}/prebuilds/linux-${arch}/fs-native-extensions.node`,
    `${OUT}/lock-linux-${arch}.node`,
  );
}
copyFileSync(`${LOCKS}/LICENSE`, `${OUT}/lock-linux.LEGAL.txt`);
for (const { path, text } of [
  ...chunks,
  ...[others, child, sts, sso].flatMap(({ outputFiles }) => outputFiles),
]) {
  writeFileSync(path, path.endsWith('.cjs') ? checked(path, loadedLate(await toCommonJs(text))) : text);
}

/** Imports of what stands apart stay imports, of its chunk. */
function apart() {
  const ends = Object.entries({ ...APART, ...APART_STS, ...APART_SSO, ...APART_OF_OURS }).map(
    ([chunk, from]) => [chunk, from.replace(/^dist\/src\/(?:adapters\/aws|sources\/[a-z-]+|flow\/line)/, '')],
  );
  return {
    name: 'apart',
    setup({ onResolve }) {
      onResolve({ filter: /^[a-z]|^\./ }, ({ path, kind }) => {
        if (kind === 'entry-point') {
          return undefined;
        }
        const found = ends.find(([, end]) => path === end || (end.startsWith('/') && path.endsWith(end)));
        return found === undefined ? undefined : { path: `./${found[0]}.cjs`, external: true };
      });
    },
  };
}

/** The XML parser brings two thousand entities of HTML along, which no XML has. */
function htmlLeftOut() {
  return {
    name: 'html-left-out',
    setup({ onLoad }) {
      onLoad({ filter: /@xmldom.xmldom.lib.entities\.js$/ }, () => ({
        contents: `exports.XML_ENTITIES = Object.freeze({ amp: '&', apos: "'", gt: '>', lt: '<', quot: '"' });
          exports.HTML_ENTITIES = exports.entityMap = Object.freeze({});`,
        loader: 'js',
      }));
    },
  };
}

/** An ESM entry costs a fifth of an empty program more than a CommonJS one. */
async function toCommonJs(text) {
  const { platform, target, minify } = common;
  const options = { format: 'cjs', platform, target, minify, legalComments: 'none' };
  return (await transform(text, options)).code;
}

/**
 * One character beyond Latin-1, and V8 holds and reads the whole file at two bytes a character; a class of Unicode
 * properties in a literal is built when the file is read, in a millisecond, whether it is used or not.
 */
function checked(path, code) {
  if (/[^\0-\x7f]|\/[^/\n]*\\p\{[^/\n]*\/[a-z]*u/.test(code) && !LOADED_SELDOM.test(basename(path))) {
    throw new Error(
      `${path} has a character beyond ASCII or a literal with \\p{…}: see src/core/text/late-reg-exp.ts`,
    );
  }
  return code;
}
