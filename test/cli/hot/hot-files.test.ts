import assert from 'node:assert/strict';
import {
  appendFileSync,
  chownSync,
  cpSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import { HotHome } from '../../support/hot/hot-home.ts';
import { again, all, BOTH_HIT, readers } from '../../support/hot/hot-readers.ts';
import { needsKernelKeyring } from '../../support/store/kernel-keyring.ts';

const OTHER = 65_534;
const isRoot = process.geteuid?.() === 0;

interface Case {
  readonly what: string;
  /** After it no reader may believe the record. Returns how it is undone so that all do again; null where nothing can. */
  readonly change: (home: HotHome) => (() => void) | null;
  readonly needsRoot?: true;
}

const FILES: readonly Case[] = [
  {
    what: 'the config is edited, its size and time put back',
    change: ({ config }) => {
      const { atime, mtime } = statSync(config);
      writeFileSync(config, readFileSync(config, 'utf8').replace('role/ReadOnly', 'role/ReadOnlY'));
      utimesSync(config, atime, mtime);
      return null;
    },
  },
  {
    what: 'the config is replaced by a file of the same size and time',
    change: ({ config }) => {
      const { atime, mtime } = statSync(config);
      writeFileSync(`${config}.new`, readFileSync(config));
      utimesSync(`${config}.new`, atime, mtime);
      renameSync(`${config}.new`, config);
      return null;
    },
  },
  {
    what: 'the config is away',
    change: ({ config }) => {
      renameSync(config, `${config}.away`);
      return null;
    },
  },
  {
    what: 'the config is given to another user',
    needsRoot: true,
    change: ({ config }) => {
      chownSync(config, OTHER, OTHER);
      return null;
    },
  },
  {
    what: 'the credentials file is gone',
    change: ({ sandbox }) => {
      rmSync(join(sandbox.home, '.aws/credentials'));
      return null;
    },
  },
  {
    what: 'a config.ini comes that was not there',
    change: ({ settingsFile }) => {
      mkdirSync(join(settingsFile, '..'), { recursive: true, mode: 0o700 });
      writeFileSync(settingsFile, '', { mode: 0o600 });
      return () => rmSync(settingsFile);
    },
  },
];

describe('a hot record, and the files that shape the plan', { skip: needsKernelKeyring() }, () => {
  let home: HotHome;

  before(async () => {
    home = await HotHome.start();
    await home.warmAndSpoil();
    assert.deepEqual(await readers(home), all('hit'));
  });

  for (const { what, change, needsRoot } of FILES) {
    it(what, { skip: needsRoot && !isRoot }, async () => {
      const kept = `${home.sandbox.home}/aws.kept`;
      cpSync(join(home.sandbox.home, '.aws'), kept, { recursive: true });
      const undo = change(home);
      assert.deepEqual(await readers(home), all('miss'));
      undo?.();
      if (undo === null) {
        rmSync(join(home.sandbox.home, '.aws'), { recursive: true });
        renameSync(kept, join(home.sandbox.home, '.aws'));
        await home.warmAndSpoil();
      }
      rmSync(kept, { recursive: true, force: true });
      assert.deepEqual(await again(home), BOTH_HIT);
    });
  }

  it('a config.ini that was there is edited, its size and time put back', async () => {
    const file = home.sandbox.write('.config/awscred/config.ini', 'sign_in = never\n');
    await home.warmAndSpoil();
    assert.deepEqual(await again(home), BOTH_HIT);
    const { atime, mtime } = statSync(file);
    writeFileSync(file, 'sign_in = ask  \n');
    utimesSync(file, atime, mtime);
    assert.deepEqual(await readers(home), all('miss'));
    rmSync(file);
    assert.deepEqual(await readers(home), all('miss'));
    await home.warmAndSpoil();
  });

  it('a credentials file comes that was not there', async () => {
    const env = { AWS_SHARED_CREDENTIALS_FILE: join(home.sandbox.home, 'no-credentials') };
    const keys = readFileSync(join(home.sandbox.home, '.aws/credentials'), 'utf8');
    appendFileSync(home.config, keys.replaceAll('[', '[profile '));
    await home.warmAndSpoil({ env });
    assert.deepEqual(await readers(home, { env }), all('hit'));
    const undo = home.sandbox.write('no-credentials', '');
    assert.deepEqual(await readers(home, { env }), all('miss'));
    rmSync(undo);
    assert.deepEqual(await again(home, { env }), BOTH_HIT);
  });
});
