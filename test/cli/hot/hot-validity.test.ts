import assert from 'node:assert/strict';
import { chmodSync, chownSync, lchownSync, renameSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { before, describe, it } from 'node:test';
import { HotHome } from '../../support/hot/hot-home.ts';
import { again, all, BOTH_HIT, LAUNCHERS, readers } from '../../support/hot/hot-readers.ts';
import { needsKernelKeyring } from '../../support/store/kernel-keyring.ts';

const OTHER = 65_534;
const isRoot = process.geteuid?.() === 0;

interface Case {
  readonly what: string;
  /** After it no reader may believe the record. Returns how it is undone so that all do again; null where nothing can. */
  readonly change: (home: HotHome) => (() => void) | null;
  readonly needsRoot?: true;
}

const RECORD: readonly Case[] = [
  edited('is cut short', (lines) => lines.slice(0, 9)),
  edited('is cut within a line', (lines) => [...lines.slice(0, 5), lines[5]?.slice(0, 40) ?? '']),
  edited('is empty', () => []),
  edited('is garbage', () => ['{"Version":1}', '\u0001\u0002', '']),
  edited('is of another version', ([, ...rest]) => ['awscred-hot 0 prod', ...rest]),
  edited('is of another profile', ([, ...rest]) => ['awscred-hot 1 Prod', ...rest]),
  edited('is of a clock ahead of ours', (lines) => withLife(lines, 2, (now) => now + 3600)),
  edited('is over', (lines) => withLife(lines, 3, (now) => now - 1)),
  edited('is over by the clock of this boot, whatever the time of day', (lines) =>
    withLife(lines, 1, () => 1),
  ),
  edited('has no stamps', (lines) => lines.with(9, '').with(12, '')),
  edited('stands for another file', (lines) => lines.with(2, `${lines[3]}`)),
  {
    what: 'the record is gone',
    change: ({ record }) => {
      renameSync(record, `${record}.away`);
      return () => renameSync(`${record}.away`, record);
    },
  },
  ...['g+w', 'o+w'].flatMap((mode) => [
    opened('the record', mode, ({ record }) => record),
    opened('the hot folder', mode, ({ hot }) => hot),
    opened('the state folder', mode, ({ state }) => state),
  ]),
  {
    what: "all are open, and the modes of AWS's files would vouch for them",
    change: ({ record, hot }) => {
      chmodSync(hot, 0o777);
      chmodSync(record, 0o666);
      return () => {
        chmodSync(record, 0o600);
        chmodSync(hot, 0o700);
      };
    },
  },
  given('the record', ({ record }) => record),
  given('the hot folder', ({ hot }) => hot),
  given('the state folder', ({ state }) => state),
  given('the home, for root', ({ sandbox }) => sandbox.home),
  {
    what: "the record is another user's link",
    needsRoot: true,
    change: ({ record }) => {
      renameSync(record, `${record}.away`);
      symlinkSync(`${record}.away`, record);
      lchownSync(record, OTHER, OTHER);
      return () => renameSync(`${record}.away`, record);
    },
  },
  {
    what: "the state folder is another user's link",
    needsRoot: true,
    change: ({ state }) => {
      renameSync(state, `${state}.away`);
      symlinkSync(`${state}.away`, state);
      lchownSync(state, OTHER, OTHER);
      return () => {
        rmSync(state);
        renameSync(`${state}.away`, state);
      };
    },
  },
];

function edited(what: string, edit: (lines: string[]) => readonly string[]): Case {
  return {
    what: `the record ${what}`,
    change: (home) => {
      const lines = home.lines();
      home.edit(edit(lines));
      return () => home.edit(lines);
    },
  };
}

/** Changes one word of `BOOT UNTIL_UPTIME WRITTEN UNTIL SERIAL KEYNAME`. */
function withLife(lines: readonly string[], at: number, change: (now: number) => number): readonly string[] {
  const words = lines[5]?.split(' ').with(at, String(change(Math.floor(Date.now() / 1000)))) ?? [];
  return lines.with(5, words.join(' '));
}

function opened(what: string, mode: string, pathOf: (home: HotHome) => string): Case {
  return {
    what: `${what} can be written by others (${mode})`,
    change: (home) => {
      const path = pathOf(home);
      const before = statSync(path).mode & 0o777;
      chmodSync(path, before | (mode === 'g+w' ? 0o020 : 0o002));
      return () => chmodSync(path, before);
    },
  };
}

function given(what: string, pathOf: (home: HotHome) => string): Case {
  return {
    what: `${what} belongs to another user`,
    needsRoot: true,
    change: (home) => {
      chownSync(pathOf(home), OTHER, OTHER);
      return () => chownSync(pathOf(home), 0, 0);
    },
  };
}

describe('a hot record, and what it rests on', { skip: needsKernelKeyring() }, () => {
  let home: HotHome;

  before(async () => {
    home = await HotHome.start();
    // What `stat` says of them stands behind what it says of the folders.
    chmodSync(home.config, 0o700);
    await home.warmAndSpoil();
    assert.deepEqual(await readers(home), all('hit'));
  });

  for (const { what, change, needsRoot } of RECORD) {
    it(what, { skip: needsRoot && !isRoot }, async () => {
      const undo = change(home);
      const found = await readers(home);
      undo?.();
      assert.deepEqual(found, all('miss'));
      assert.deepEqual(await again(home), BOTH_HIT);
    });
  }

  it('another boot: the launcher goes by its clock; the others find that the key has gone with it', async () => {
    const lines = home.lines();
    home.edit(lines.with(5, lines[5]?.replace(/^\S+/, '00000000-0000-0000-0000-000000000000') ?? ''));
    for (const [name, read] of LAUNCHERS) {
      assert.equal(await read(home, ['process', 'prod'], {}), 'miss', name);
    }
    home.edit(lines);
  });
});
