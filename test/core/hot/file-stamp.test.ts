import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { type FileFacts, isSettled, stampOf } from '../../../src/core/hot/file-stamp.ts';
import { tempFolder } from '../../support/files/temp-folder.ts';

const STATS = [['/usr/bin/stat'], ['/usr/bin/busybox', 'stat']].filter(([path = '']) => existsSync(path));
const WORDS = ['-L', '-c', '%s %i %d %u %y %z'];

function factsOf(path: string): FileFacts {
  const stats = statSync(path, { bigint: true });
  const { size, uid, mtimeNs, ctimeNs } = stats;
  return { size, inode: stats.ino, device: stats.dev, uid, mtimeNs, ctimeNs };
}

describe("a file's stamp", () => {
  const file = join(tempFolder(), 'file');
  writeFileSync(file, 'x');

  it('is what stat prints, GNU’s and busybox’s', { skip: STATS.length === 0 }, () => {
    // Before the epoch, whole, and with leading and trailing zeros.
    for (const time of [-1.5, 0, 1, 1_700_000_000.000_5, 1_700_000_000.25, 4_000_000_000.1]) {
      utimesSync(file, time, time);
      for (const [program = '', ...more] of STATS) {
        const env = { TZ: 'UTC0', LC_ALL: 'C' };
        const printed = execFileSync(program, [...more, ...WORDS, file], { encoding: 'utf8', env });
        assert.equal(`${stampOf(factsOf(file)).forShells}\n`, printed, `${program} ${time}`);
      }
    }
  });

  it('differs with each thing that it is made of', () => {
    const facts = factsOf(file);
    const names = ['size', 'inode', 'device', 'uid', 'mtimeNs', 'ctimeNs'] as const;
    const stamps = [facts, ...names.map((name) => ({ ...facts, [name]: facts[name] + 1n }))].map(stampOf);
    assert.equal(new Set(stamps.map(({ forShells }) => forShells)).size, 7);
    assert.equal(new Set(stamps.map(({ forNode }) => forNode)).size, 7);
  });

  it('tells of the next change only a moment after the last one, longer where seconds are whole', () => {
    const at = (ms: number, ns: bigint = 0n): bigint => BigInt(ms) * 1_000_000n + ns;
    const facts = (mtimeNs: bigint, ctimeNs: bigint): FileFacts => ({ ...factsOf(file), mtimeNs, ctimeNs });
    const now = 1_700_000_100_000;
    assert.equal(isSettled(facts(at(now - 51, 1n), at(now - 51, 1n)), now), true);
    assert.equal(isSettled(facts(at(now - 49, 1n), at(now - 60, 1n)), now), false);
    assert.equal(isSettled(facts(at(now - 60, 1n), at(now - 49, 1n)), now), false);
    assert.equal(isSettled(facts(at(now - 2000), at(now - 2000)), now), false);
    assert.equal(isSettled(facts(at(now - 3000), at(now - 3000)), now), true);
    assert.equal(isSettled(facts(at(0), at(now + 5000, 1n)), now), false, 'of a time to come');
  });
});
