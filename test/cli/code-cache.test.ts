import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { Script } from 'node:vm';
import { ROOT } from '../support/sandbox.ts';
import { tempFolder } from '../support/files/temp-folder.ts';

type Cache = ReadonlyMap<string, { readonly length: number; readonly data: Buffer }>;
type Entry = readonly [name: string, length: number, data: Buffer];

interface OwnModules {
  readonly ownModules: (
    folder: string,
    cache: Cache,
    onScript?: (name: string, length: number, script: Script) => void,
  ) => (name: string) => unknown;
  readonly readCache: (folder: string) => Cache;
  readonly writeCache: (folder: string, entries: readonly Entry[]) => void;
}

const { ownModules, readCache, writeCache } = createRequire(import.meta.url)(
  join(ROOT, 'bin/own-modules.cjs'),
) as OwnModules;

const BUNDLE = join(ROOT, 'dist/bundle');

/** Two files that need each other, as chunks of the bundle do. */
function smallBundle(): string {
  const folder = tempFolder();
  writeFileSync(
    join(folder, 'main.cjs'),
    'exports.early = 1; exports.of = () => require("./other.cjs").sum(41); exports.fs = require("fs");',
  );
  writeFileSync(
    join(folder, 'other.cjs'),
    'const main = require("./main.cjs"); exports.sum = (n) => n + main.early;',
  );
  return folder;
}

/** What the small bundle says, and which of its files V8 had the code of. */
function run(folder: string): { readonly said: number; readonly rejected: readonly unknown[] } {
  const rejected: unknown[] = [];
  const own = ownModules(folder, readCache(folder), (_name, _length, script) => {
    rejected.push(script.cachedDataRejected);
  });
  const main = own('main.cjs') as { of(): number; fs: unknown };
  assert.equal(main, own('main.cjs'));
  return { said: main.of(), rejected };
}

function keepCode(folder: string): void {
  const entries: [string, number, Script][] = [];
  const own = ownModules(folder, new Map(), (...entry) => entries.push(entry));
  (own('main.cjs') as { of(): number }).of();
  writeCache(
    folder,
    entries.map(([name, length, script]) => [name, length, script.createCachedData()]),
  );
}

describe('the code that is kept beside the bundle', () => {
  it('is that of this build, and V8 takes all of it', () => {
    const cache = readCache(BUNDLE);
    assert.ok(cache.size > 10, `${cache.size} files`);
    for (const [name, { length, data }] of cache) {
      const source = readFileSync(join(BUNDLE, name), 'latin1');
      assert.equal(source.length, length, name);
      const wrapped = `(function (exports, require, module, __filename, __dirname) { ${source}\n});`;
      assert.equal(new Script(wrapped, { cachedData: data }).cachedDataRejected, false, name);
    }
  });

  it('serves files that need each other', () => {
    const folder = smallBundle();
    assert.deepEqual(run(folder), { said: 42, rejected: [undefined, undefined] });
    keepCode(folder);
    assert.deepEqual(run(folder), { said: 42, rejected: [false, false] });
  });

  it('is left where it does not fit: another Node’s, cut, damaged, or of another source', () => {
    const folder = smallBundle();
    keepCode(folder);
    const path = join(folder, 'code.cache');
    const whole = readFileSync(path);
    const end = whole.indexOf('\n');
    const head = JSON.parse(whole.toString('latin1', 0, end)) as { node: string; files: unknown[] };
    const withHead = (change: object): Buffer =>
      Buffer.concat([Buffer.from(JSON.stringify({ ...head, ...change })), whole.subarray(end)]);
    const others = [
      withHead({ node: head.node.replace('v', 'v1') }),
      withHead({ files: null }),
      whole.subarray(0, whole.length - 1),
      whole.subarray(0, end - 3),
      Buffer.concat([whole, Buffer.from('x')]),
      Buffer.from('code'),
      Buffer.alloc(0),
    ];
    for (const [index, other] of others.entries()) {
      writeFileSync(path, other);
      assert.deepEqual(run(folder), { said: 42, rejected: [undefined, undefined] }, String(index));
    }
    writeFileSync(path, whole);
    writeFileSync(join(folder, 'other.cjs'), 'exports.sum = (n) => n + 2;');
    assert.deepEqual(run(folder), { said: 43, rejected: [false, undefined] });
  });
});
