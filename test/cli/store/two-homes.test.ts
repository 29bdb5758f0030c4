import assert from 'node:assert/strict';
import { readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, beforeEach, describe, it } from 'node:test';
import { writeConfig } from '../../../src/dev-server/config/write-config.ts';
import { accountOf } from '../../../src/adapters/store/item.ts';
import { KEYRING_PROGRAMS, KeyringSession } from '../../support/store/keyring-session.ts';
import { localAws, PRESS_ALLOW, type LocalAws } from '../../support/aws/local-aws.ts';
import { needs } from '../../support/process/needs.ts';
import { ROOT, type RunResult } from '../../support/sandbox.ts';
import { facts, secretOf, storeWorld } from '../../support/store/store-world.ts';

const NOW = { expiresAt: null };
const ID = { kind: 'tmp', key: 'a key of this test' } as const;
const OTHER = { kind: 'tmp', key: 'another key of this test' } as const;

describe('several homes over one keychain', { skip: needs(...KEYRING_PROGRAMS) }, () => {
  let session: KeyringSession;
  let round = 0;
  before(async () => {
    session = await KeyringSession.start('unlocked');
  });
  after(async () => await session.stop());
  // Homes of each test's own, but for the usual one, which loses its items.
  beforeEach(async () => {
    round += 1;
    const { store, places } = storeWorld(session.environment, { store: 'keychain' });
    await store.remove(store.rows(), ['tmp', 'sso', 'reg']);
    for (const folder of [places.stateFolder, join(places.settingsFile, '..')]) {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  const home = (name: string): Record<string, string> => {
    const folder = join(session.home, `${name}${round}`);
    const variables = { usual: {}, xdg: { XDG_STATE_HOME: folder, XDG_CONFIG_HOME: folder } };
    return name === 'usual' || name === 'xdg' ? variables[name] : { AWSCRED_HOME: folder };
  };
  const world = (name: string): ReturnType<typeof storeWorld> =>
    storeWorld({ ...session.environment, ...home(name) }, { store: 'keychain' });

  describe('signed in in each', () => {
    let aws: LocalAws;
    const run = async (
      name: string,
      args: readonly string[],
      env: Record<string, string> = {},
    ): Promise<RunResult> =>
      aws.sandbox.run(args, {
        cwd: session.home,
        env: {
          AWSCRED_STORE: undefined,
          ...session.environment,
          USER: 'jane',
          AWSCRED_SSO_CACHE: 'own',
          ...home(name),
          ...env,
        },
      });
    const HOMES = ['usual', 'one', 'xdg'];

    beforeEach(async () => {
      aws = await localAws();
      await writeConfig(join(session.home, '.aws'), aws.server);
      for (const name of HOMES) {
        const login = await run(name, ['login', 'acme'], { BROWSER: PRESS_ALLOW });
        assert.equal(login.status, 0, login.stderr);
        assert.equal((await run(name, ['process', 'prod-readonly'])).status, 0);
      }
    });

    const products = async (names: readonly string[]): Promise<readonly string[]> => {
      const runs = [];
      for (const name of names) {
        runs.push(await run(name, ['process', 'prod-readonly']));
      }
      return runs.map((each) => each.stdout);
    };

    for (const doer of HOMES) {
      it(`what is done in ${doer} leaves the others’ items, also where its index is lost`, async () => {
        const others = HOMES.filter((name) => name !== doer);
        const before = await products(others);
        assert.equal(new Set(before).size, others.length, 'each has its own');
        assert.doesNotMatch((await run(doer, ['doctor'])).stdout, /not in the index: [1-9]/);
        for (const words of [
          ['cache', 'prune'],
          ['cache', 'clear'],
          ['logout', 'acme'],
          ['logout', '--all'],
          ['store', 'migrate', '--to', 'file'],
        ]) {
          rmSync(join(world(doer).places.stateFolder, 'index.json'), { force: true });
          const { status, stderr } = await run(doer, words);
          assert.equal(status, 0, `${words.join(' ')}: ${stderr}`);
          const calls = aws.server.calls.length;
          assert.deepEqual(await products(others), before, words.join(' '));
          assert.equal(aws.server.calls.length, calls);
        }
      });
    }

    it('the warm path reads this home’s item', async () => {
      const [product = ''] = await products(['one']);
      const { SecretAccessKey, SessionToken } = JSON.parse(product) as Record<string, string>;
      const record = join(world('one').places.stateFolder, 'hot/profile.prod-readonly');
      const warm = `require('fs').readFileSync(${JSON.stringify(record)}, 'utf8').split('\\n')`;
      const bundle = JSON.stringify(join(ROOT, 'dist/bundle/warm-keychain.cjs'));
      const script = `require(${bundle}).secretsOf(${warm}).then((text) => process.stdout.write(text))`;
      const secretsIn = async (name: string): Promise<string> => {
        const env = { ...session.environment, ...home(name) };
        return (await aws.sandbox.program([process.execPath, '-e', script], { env })).stdout;
      };
      assert.equal(await secretsIn('one'), `${SecretAccessKey}:${SessionToken}`);
      assert.equal(await secretsIn('usual'), '', 'the usual home has other credentials');
    });

    it('store migrate takes this home’s items along, and logout removes them', async () => {
      const [, own = ''] = await products(['usual', 'one']);
      const moved = await run('one', ['store', 'migrate', '--to', 'file']);
      assert.match(moved.stdout, /^5 items moved to the encrypted file;/, moved.stderr);
      assert.deepEqual(await products(['one']), [own]);
      assert.equal((await run('one', ['store', 'migrate', '--to', 'keychain'])).status, 0);
      assert.deepEqual(await products(['one']), [own]);
      assert.equal((await run('one', ['logout', '--all'])).status, 0);
      assert.equal((await run('one', ['--no-input', 'process', 'prod-readonly'])).status, 4);
    });
  });

  it('a home under another name is the same home', async () => {
    await world('one').store.put(ID, secretOf('x'), facts(NOW));
    const { stateFolder } = world('one').places;
    symlinkSync(stateFolder, join(session.home, `link${round}`));
    assert.equal((await world('link').store.get(ID))?.reveal(), 'x');
    const env = { ...session.environment, AWSCRED_HOME: `${stateFolder}/../one${round}/` };
    assert.equal((await storeWorld(env, { store: 'keychain' }).store.get(ID))?.reveal(), 'x');
    assert.equal(await world('usual').store.get(ID), null);
  });

  it('XDG_STATE_HOME that names the usual folder is the usual home', async () => {
    await world('usual').store.put(ID, secretOf('x'), facts(NOW));
    const env = { ...session.environment, XDG_STATE_HOME: join(session.home, '.local/./state') };
    assert.equal((await storeWorld(env, { store: 'keychain' }).store.get(ID))?.reveal(), 'x');
  });

  it('items from before there were tags are read, listed and removed by the home whose index has them', async () => {
    // As an older version left it: plain names, rows without a home.
    await world('usual').store.put(ID, secretOf('old'), facts(NOW));
    await world('usual').store.put(OTHER, secretOf('the usual home’s'), facts(NOW));
    await world('two').store.put(OTHER, secretOf('two’s'), facts(NOW));
    const { stateFolder } = world('two').places;
    const index = readFileSync(join(world('usual').places.stateFolder, 'index.json'), 'utf8');
    const old = JSON.parse(index) as { rows: { account: string }[] };
    const rows = old.rows.filter((row) => row.account === accountOf(ID));
    const own = JSON.parse(readFileSync(join(stateFolder, 'index.json'), 'utf8')) as { rows: unknown[] };
    writeFileSync(
      join(stateFolder, 'index.json'),
      JSON.stringify({ version: 1, rows: [...rows, ...own.rows] }),
    );

    const two = world('two');
    assert.equal((await two.store.get(ID))?.reveal(), 'old');
    assert.deepEqual((await two.upkeep.prune()).rows, 0);
    assert.equal(await two.store.remove(two.store.rows()), 2);
    assert.equal(session.lookup(accountOf(ID)), null);
    assert.equal((await world('usual').store.get(OTHER))?.reveal(), 'the usual home’s');
  });

  it('what is written anew is tagged from then on', async () => {
    await world('usual').store.put(ID, secretOf('old'), facts(NOW));
    const usual = world('usual').places.stateFolder;
    const { stateFolder } = world('two').places;
    await world('two').store.put(OTHER, secretOf('x'), facts(NOW));
    renameSync(join(usual, 'index.json'), join(stateFolder, 'index.json'));
    await world('two').store.put(ID, secretOf('new'), facts(NOW));
    assert.equal(await world('two').store.delete(ID), true);
    assert.equal(await world('two').store.get(ID), null);
    assert.equal((await world('usual').store.get(ID))?.reveal(), 'old');
  });
});
