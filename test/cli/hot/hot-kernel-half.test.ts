import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { before, beforeEach, describe, it } from 'node:test';
import { HotHome, STALE } from '../../support/hot/hot-home.ts';
import { again, all, BOTH_HIT, HOT_PATH, LAUNCHERS, readers } from '../../support/hot/hot-readers.ts';
import { KEYCTL, needsKernelKeyring } from '../../support/store/kernel-keyring.ts';
import { needs } from '../../support/process/needs.ts';

const WORDS = ['process', 'prod'];

function keyctl(words: readonly string[], input: string | Buffer = ''): string {
  return execFileSync(KEYCTL, [...words], { input, encoding: 'latin1', stdio: ['pipe', 'pipe', 'ignore'] });
}

/** What another program under our uid may put into the key: [what, bytes]. */
const FORGED: readonly (readonly [string, string])[] = [
  ['a command', 'a$(id):b'],
  ['backquotes', 'a:`id`'],
  ['a quote', "a':b"],
  ['JSON', 'a","AccessKeyId":"x:b'],
  ['a line break', 'a\nexport X=1:b'],
  ['a blank', 'a b:c'],
  ['a semicolon', 'a;id:c'],
  ['two colons', 'a:b:c'],
  ['no colon', 'abc'],
  ['no secret', ':b'],
  ['no token', 'a:'],
  ['a leading =, which zsh expands', '=a:b'],
  ['a leading = of the token', 'a:=b'],
  ['a character of two bytes', 'a\u00C3\u00A9:b'],
  ['a byte that is no character', 'a\u00FF:b'],
];

describe('the secret half of a hot record', { skip: needsKernelKeyring() }, () => {
  let home: HotHome;
  let secret = '';

  before(async () => (home = await HotHome.start()));
  beforeEach(async () => {
    await home.warmAndSpoil();
    secret = keyctl(['pipe', home.serial()]);
  });

  /** Neither hands anything out, and step 2 or 3 has the word. */
  async function assertMissed(why: string): Promise<void> {
    const found = [HOT_PATH, ...LAUNCHERS.values()].map(async (read) => read(home, WORDS, {}));
    assert.deepEqual([...new Set(await Promise.all(found))], ['miss'], why);
  }

  it('is no text that could be more than a secret', async () => {
    for (const [what, bytes] of FORGED) {
      keyctl(['pupdate', home.serial()], Buffer.from(bytes, 'latin1'));
      await assertMissed(what);
    }
    keyctl(['pupdate', home.serial()], secret);
    assert.deepEqual(await again(home), BOTH_HIT);
  });

  it('the program takes the credentials from the store then, and says nothing', async () => {
    keyctl(['pupdate', home.serial()], 'a$(id):b');
    const { status, stdout, stderr } = await home.run(WORDS);
    assert.deepEqual([status, stderr], [0, '']);
    assert.ok(stdout.includes(secret.split(':')[1] ?? ''));
  });

  it('NUL bytes and 30 KB leave no word on stderr, and no text but letters on stdout', async () => {
    const name = `keyring:${home.lines()[5]?.split(' ')[5]}@awscred`;
    for (const bytes of ['a\0b:c', `a:${'b'.repeat(30_000)}`]) {
      // A key of that name is changed in its place.
      assert.equal(keyctl(['padd', 'user', name, '@u'], bytes).trim(), home.serial());
      for (const [name, read] of LAUNCHERS) {
        // It can be spoiled by whoever reaches it, not more.
        assert.match(await read(home, WORDS, {}), /^(?:hit|miss)$/, name);
      }
      assert.equal(await HOT_PATH(home, WORDS, {}), 'miss');
    }
  });

  it('revoked, unlinked, over: nobody has it', async () => {
    const name = home.lines()[5]?.split(' ')[5] ?? '';
    keyctl(['revoke', home.serial()]);
    await assertMissed('revoked');
    keyctl(['unlink', home.serial(), '@u']);
    await assertMissed('unlinked');
    // Planted under our description: the launcher goes by the serial, and the hot path trusts no more than letters.
    const planted = keyctl(['padd', 'user', `keyring:${name}@awscred`, '@u'], 'a$(id):b').trim();
    await assertMissed('planted');
    keyctl(['revoke', planted]);
    keyctl(['unlink', planted, '@u']);
  });

  it('a record without one still says where the store has the credentials', async () => {
    const serial = home.serial();
    home.edit(home.lines().map((line, at) => (at === 5 ? line.replace(/\d+ hot\.\w+$/, '0 -') : line)));
    await assertMissed('none');
    const { stdout } = await home.run(WORDS);
    assert.ok(stdout.includes(STALE) && stdout.includes(secret.split(':')[1] ?? ''));
    keyctl(['revoke', serial]);
    keyctl(['unlink', serial, '@u']);
  });

  it('another session of the user, and namespaces of mounts and processes, see the same', async () => {
    for (const through of [[KEYCTL, 'session', '-'], ...namespaces('-m', '-p', '-f')]) {
      for (const [name, shell] of [...LAUNCHERS.keys()].map((each) => [each, each.split(' ')] as const)) {
        const result = await home.program([...through, ...shell, home.launcher, ...WORDS]);
        assert.ok(result.stdout.includes(STALE), `${through.join(' ')} ${name}: ${result.stdout}`);
      }
    }
  });

  it('a namespace of users of its own has no part in it, and gets the same credentials', async () => {
    for (const through of namespaces('-U')) {
      const words = [...through, process.execPath];
      const { status, stdout } = await home.program([...words, '-e', 'process.exit(0)']);
      assert.deepEqual([status, stdout], [0, '']);
      const result = await home.program([...through, '/usr/bin/dash', home.launcher, ...WORDS]);
      assert.ok(!result.stdout.includes(secret.split(':')[0] ?? ''), result.stdout);
    }
  });

  it('all of them again, untouched', async () => {
    assert.deepEqual(await readers(home), all('hit'));
  });
});

/** As words before a program; none where this machine makes no such namespaces. */
function namespaces(...flags: readonly string[]): readonly (readonly string[])[] {
  const words = ['/usr/bin/unshare', ...flags];
  try {
    execFileSync(words[0] ?? '', [...flags, '/bin/true'], { stdio: 'ignore' });
    return needs('/usr/bin/unshare') === false ? [words] : [];
  } catch {
    return [];
  }
}
