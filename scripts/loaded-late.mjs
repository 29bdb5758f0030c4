// Makes CommonJS of ours load Node's built-in modules, and what stands apart, when first something of it is used.

/** What an empty Node program has not loaded yet: each costs 1 to 5 ms. */
const BUILT_INS =
  'child_process|crypto|dns|fs/promises|http|https|module|net|os|readline|readline/promises|stream|stream/promises|timers/promises|tls|tty|zlib';

/** `require("node:os")`, and the same by way of esbuild's own helper. */
const REQUIRED = new RegExp(
  String.raw`(?:\(0,[\w$.]+\)|(?<![\w$.])(?!import\()[\w$]+)\("(node:(?:${BUILT_INS}))"\)`,
  'g',
);
const REQUIRED_BARE = new RegExp(String.raw`\brequire\("(${BUILT_INS})"\)`, 'g');

const REQUIRED_APART = /\brequire\(("\.\/apart-[a-z-]+\.cjs")\)/g;

/** What makes a namespace of a module would look at all of it. */
// No \b: esbuild may call its helper `$`.
const NAMESPACE = /(?<![\w$.])[\w$]+\((awscredLate\("[^"]+"\))(?:,1)?\)/g;

const LATE = `const awscredLate=(name)=>{let it;return new Proxy({},{get:(_,key)=>{it??=require(name);return key==="default"&&!it.__esModule?it:it[key]}})};\n`;

const FILE_URL = `const awscredFileUrl=require("node:url").pathToFileURL(__filename).href;\n`;

/** `code`: a chunk that esbuild has made, minified. */
export function loadedLate(code) {
  const late = code
    .replaceAll(/\bimport\(("\.\/[^"]+")\)/g, 'Promise.resolve().then(()=>require($1))')
    .replaceAll(REQUIRED, 'awscredLate("$1")')
    .replaceAll(REQUIRED_BARE, 'awscredLate("$1")')
    .replaceAll(REQUIRED_APART, 'awscredLate($1)')
    .replaceAll(NAMESPACE, '$1');
  if (/[\w$]\(awscredLate\(/.test(late)) {
    throw new Error('a namespace is made of a module that is to be loaded late: see scripts/loaded-late.mjs');
  }
  return [
    late.includes('awscredFileUrl') ? FILE_URL : '',
    late.includes('awscredLate(') ? LATE : '',
    late,
  ].join('');
}
