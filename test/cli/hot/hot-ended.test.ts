import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import { before, describe, it } from 'node:test';
import { HotHome, ON } from '../../support/hot/hot-home.ts';
import { all, readers } from '../../support/hot/hot-readers.ts';
import { needsKernelKeyring } from '../../support/store/kernel-keyring.ts';
import { AWSCRED } from '../../support/sandbox.ts';

/** After each of these no record is left, whatever else they do. */
const ENDS: readonly (readonly string[])[] = [
  ['cache', 'clear'],
  ['settings', 'set', 'sign_in', 'never'],
  ['process', 'prod', '--refresh'],
  ['store', 'lock'],
];

/** Not one of these is the record's to answer. */
const OTHERS: readonly (readonly string[])[] = [
  ['process', 'prod', '--role-arn', 'arn:aws:iam::444455556666:role/Admin'],
  ['process', 'prod', '--region', 'eu-west-1'],
  ['process', 'prod', '--duration', '15m'],
  ['process', 'prod', '--no-cache'],
  ['process', 'prod', '--min-ttl', '59m'],
  ['process', '--', 'prod'],
  ['process', 'admin'],
  ['process', 'Prod'],
  ['process', 'prod '],
  ['PROCESS', 'prod'],
  ['explain', 'prod'],
];

describe('what ends the hot records', { skip: needsKernelKeyring() }, () => {
  let home: HotHome;

  before(async () => (home = await HotHome.start()));

  for (const words of ENDS) {
    it(words.join(' '), async () => {
      await home.run(['store', 'unlock', '--for', '1h']);
      await home.warmAndSpoil();
      const { status, stderr } = await home.run(words);
      assert.equal(status, 0, stderr);
      assert.ok(!existsSync(home.record));
      assert.deepEqual(await readers(home), all('miss'));
    });
  }

  it('a setting from the environment does not, and is honoured', async () => {
    await home.run(['store', 'unlock', '--for', '1h']);
    await home.warmAndSpoil();
    const off = { env: { AWSCRED_HOT_CACHE: 'off' } };
    assert.deepEqual(await readers(home, off), all('miss'));
    assert.ok(existsSync(home.record));
  });

  it('hot_cache = off: no secret goes into the kernel', async () => {
    const env = { AWSCRED_HOT_CACHE: undefined };
    assert.equal((await home.run(['settings', 'set', 'hot_cache', 'off'])).status, 0);
    await home.settle();
    await assert.rejects(home.warm('prod', { env }), /no record was written: 0/);
    assert.match(home.lines()[5] ?? '', / 0 -$/);
    const { status, stdout } = await home.run(['process', 'prod'], { env });
    assert.deepEqual([status, stdout.startsWith('{"Version":1,')], [0, true]);
    assert.equal((await home.run(['settings', 'set', 'hot_cache', 'on'])).status, 0);
  });

  for (const words of OTHERS) {
    it(`awscred ${words.join(' ')} is another question`, async () => {
      if (!existsSync(home.record) || !home.lines()[7]?.includes('STALE')) {
        await home.warmAndSpoil();
      }
      const found = await readers(home, {}, words);
      assert.deepEqual(new Set(Object.values(found)), new Set(['miss']), JSON.stringify(found));
    });
  }

  it('--profile and -p say what the word says', async () => {
    for (const words of [
      ['process', '--profile', 'prod'],
      ['process', '-p', 'prod'],
      ['credential-process', 'prod'],
    ]) {
      const { stdout } = await home.program([process.execPath, AWSCRED, '--hot', ...words], { env: ON });
      assert.match(stdout, /ASIASTALE/, words.join(' '));
    }
  });

  it('nothing is left behind when all is cleared', async () => {
    await home.run(['cache', 'clear']);
    const left = readdirSync(home.hot).filter((name) => name.startsWith('profile.'));
    assert.deepEqual(left, []);
  });
});
