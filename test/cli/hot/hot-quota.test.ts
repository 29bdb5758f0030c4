import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { appendFileSync, chownSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import { HotHome, ON } from '../../support/hot/hot-home.ts';
import { KEYCTL, needsKernelKeyring } from '../../support/store/kernel-keyring.ts';
import { needs } from '../../support/process/needs.ts';
import { AWSCRED } from '../../support/sandbox.ts';

/** Nobody else's on this machine, another run of this test's neither: its keys are counted by themselves. */
const UID = 1_000_000 + process.pid;
const AS_USER = ['/usr/bin/setpriv', `--reuid=${UID}`, `--regid=${UID}`, '--clear-groups'];
const isRoot = process.geteuid?.() === 0;
const skip =
  needsKernelKeyring() || needs('/usr/bin/setpriv') || (isRoot ? false : 'becoming another user takes root');

/** A session of their own, as after a login: there the user's keyring can be reached. */
const IN_SESSION = [...AS_USER, KEYCTL, 'session', '-', process.execPath, AWSCRED];

describe("an ordinary user's 20,000 bytes of keys", { skip }, () => {
  let home: HotHome;
  const profiles = Array.from({ length: 11 }, (_, each) => `role${each}`);

  before(async () => {
    home = await HotHome.start();
    const [, body = ''] = /\[profile prod\]\n([^[]*)/.exec(readFileSync(home.config, 'utf8')) ?? [];
    appendFileSync(
      home.config,
      profiles.map((name) => `\n[profile ${name}]\n${body}role_session_name = ${name}\n`).join(''),
    );
    // From here on it is theirs, its key too.
    await home.run(['store', 'lock']);
    for (const name of ['.', ...readdirSync(home.sandbox.home, { recursive: true }).map(String)]) {
      chownSync(join(home.sandbox.home, name), UID, UID);
    }
    await home.settle();
    await run('store', 'unlock', '--for', '1h');
  });

  const run = async (...words: readonly string[]): Promise<string> => {
    const { status, stdout, stderr } = await home.sandbox.program([...IN_SESSION, ...words], { env: ON });
    assert.deepEqual(
      [status, stderr.replace(/^Joined session keyring: \d+\n/, '')],
      [0, ''],
      words.join(' '),
    );
    return stdout;
  };

  function usedBytes(): number {
    const line = readFileSync('/proc/key-users', 'utf8')
      .split('\n')
      .find((each) => each.trim().startsWith(`${UID}:`));
    return Number(/(\d+)\/\d+$/.exec(line ?? '0/0')?.[1]);
  }

  it('hold the newest records, and every answer is right', async () => {
    // Other programs have taken most of it.
    const fill = [...AS_USER, KEYCTL, 'session', '-', '/bin/sh', '-c'];
    const script = `head -c 14000 /dev/zero | ${KEYCTL} padd user filler @u >/dev/null`;
    execFileSync(fill[0] ?? '', [...fill.slice(1), script], { stdio: 'ignore' });
    for (const profile of profiles) {
      assert.match(await run('process', profile), /"AccountId":"444455556666"/);
    }
    assert.ok(usedBytes() > 14_000 && usedBytes() <= 20_000, String(usedBytes()));
    const held = readdirSync(home.hot).filter((name) => name.startsWith('profile.'));
    assert.ok(held.length >= 1 && held.length <= 8, held.join(' '));
    assert.ok(held.includes(`profile.${profiles.at(-1)}`));
    assert.match(home.lines(profiles.at(-1))[5] ?? '', / [1-9]\d* hot\.[0-9a-f]{16}$/);
    const hit = await home.program([...AS_USER, process.execPath, AWSCRED, '--hot', 'process', 'role10']);
    assert.equal(hit.status, 0);
  });

  it('are given back', async () => {
    await run('cache', 'clear', '-q');
    await run('store', 'lock');
    const left = [...AS_USER, KEYCTL, 'session', '-', '/bin/sh', '-c'];
    const script = `${KEYCTL} unlink $(${KEYCTL} search @u user filler) @u; ${KEYCTL} show @u`;
    const shown = execFileSync(left[0] ?? '', [...left.slice(1), script], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    assert.doesNotMatch(shown, /hot\./);
  });
});
