// Puts all that the entry always loads into one file: esbuild gives what two chunks share a file of its own, and each
// file costs a start as much as three kilobytes of code.
import { basename } from 'node:path';
import { build } from 'esbuild';

const STATIC = /(?:\bfrom|\bimport)"(\.\/[^"]+)"/g;

/** `files`: esbuild's chunks, as ESM. Returns them with the static imports of `main.cjs` inside it. */
export async function oneMain(files, common) {
  const texts = new Map(files.map(({ path, text }) => [`./${basename(path)}`, text]));
  const inside = reachedFrom('./main.cjs', texts);
  const names = new Map([...inside].map((name, index) => [name, `chunk${index}`]));
  const main = await build({
    ...common,
    stdin: { contents: entry(names), loader: 'js', sourcefile: 'main.js', resolveDir: '.' },
    entryNames: 'main',
    format: 'cjs',
    plugins: [chunksFrom(texts, inside)],
  });
  const outside = files.filter(({ path }) => !inside.has(`./${basename(path)}`));
  return [...main.outputFiles, ...outside.map(({ path, text }) => ({ path, text: withMain(text, names) }))];
}

function reachedFrom(entryName, texts) {
  const reached = new Set([entryName]);
  for (const name of reached) {
    for (const [, next] of texts.get(name).matchAll(STATIC)) {
      // What stands apart is loaded when first something of it is used (loaded-late.mjs).
      if (texts.has(next) && !next.startsWith('./apart-')) {
        reached.add(next);
      }
    }
  }
  return reached;
}

/** The other chunks find what they share with the entry in it, each chunk under a name of its own. */
function entry(names) {
  const shared = [...names].map(([name, as]) => `export * as ${as} from ${JSON.stringify(name)};`);
  return [`export { run } from "./main.cjs";`, ...shared].join('\n');
}

function chunksFrom(texts, inside) {
  return {
    name: 'chunks-from',
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^\.\// }, ({ path }) =>
        inside.has(path) ? { path, namespace: 'chunk' } : { path, external: true },
      );
      onLoad({ filter: /.*/, namespace: 'chunk' }, ({ path }) => ({
        contents: texts.get(path),
        loader: 'js',
      }));
    },
  };
}

/** `import{a as b}from"./chunk-X.cjs"` → `import{chunk1 as m1}from"./main.cjs";const{a:b}=m1;`. */
function withMain(text, names) {
  return text.replaceAll(/import(?:\{([^}]*)\}from)?"(\.\/[^"]+)";/g, (whole, list, name) => {
    const as = names.get(name);
    if (as === undefined) {
      return whole;
    }
    const bindings = (list ?? '').replaceAll(/\bas\b/g, ':').replaceAll(/([\w$]+)\s*:\s*([\w$]+)/g, '$1:$2');
    return `import{${as} as ${as}_}from"./main.cjs";const{${bindings}}=${as}_;`;
  });
}
