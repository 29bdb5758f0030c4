import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import { ownNote } from '../../../src/adapters/locks/holder.ts';
import { processFacts } from '../../../src/adapters/locks/process-facts.ts';
import { Turnstile } from '../../../src/adapters/locks/turnstile.ts';
import { AwscredError } from '../../../src/errors.ts';
import type { Clock } from '../../../src/ports/clock.ts';
import { tempFolder } from '../../support/files/temp-folder.ts';

/** Sleeps take no time, but let others run. */
const fastClock: Clock = {
  now: () => 0,
  sleep: async () =>
    await new Promise((resolve) => {
      setImmediate(resolve);
    }),
};

function turnstileIn(folder: string, slots: number, giveUp?: () => AwscredError | null): Turnstile {
  const base = { name: 'keychain', slots, timeoutMs: 60_000, folders: () => [folder], clock: fastClock };
  return new Turnstile(giveUp === undefined ? base : { ...base, giveUp });
}

function noteOf(pid: number): string {
  return JSON.stringify({ pid, start: processFacts(pid)?.start, purpose: 'x', terminal: null });
}

suite('the turnstile', () => {
  test('lets no more than its slots through at a time, and all in the end', async () => {
    const turnstile = turnstileIn(tempFolder(), 6);
    let inside = 0;
    let most = 0;
    let served = 0;
    await Promise.all(
      Array.from({ length: 60 }, async () => {
        await turnstile.pass(async () => {
          inside += 1;
          most = Math.max(most, inside);
          await fastClock.sleep(1);
          inside -= 1;
          served += 1;
        });
      }),
    );
    assert.equal(most, 6);
    assert.equal(served, 60);
  });

  test('leaves nothing behind, also when work throws or leaves early', async () => {
    const folder = tempFolder();
    const turnstile = turnstileIn(folder, 1);
    await assert.rejects(turnstile.pass(async () => await Promise.reject(new Error('x'))));
    await turnstile.pass(async (leave) => {
      leave();
      await turnstile.pass(async () => await Promise.resolve());
    });
    assert.deepEqual(readdirSync(folder), []);
  });

  test('takes over the slot of a process that is gone, and of one whose pid was given to another', async () => {
    const folder = tempFolder();
    const dead = spawnSync('true').pid;
    for (const note of [
      JSON.stringify({ pid: dead, start: '1', purpose: null, terminal: null }),
      JSON.stringify({ pid: process.pid, start: '1', purpose: null, terminal: null }),
    ]) {
      writeFileSync(join(folder, 'keychain.0'), note);
      let passed = false;
      await turnstileIn(folder, 1).pass(async () => {
        passed = true;
        await Promise.resolve();
      });
      assert.equal(passed, true);
    }
  });

  test('gives up with WAITED while a living process stays in', async () => {
    const folder = tempFolder();
    writeFileSync(join(folder, 'keychain.0'), ownNote('x'));
    await assert.rejects(
      turnstileIn(folder, 1).pass(async () => await Promise.resolve()),
      (error: unknown) => error instanceof AwscredError && error.code === 'WAITED',
    );
  });

  test('those who wait end with what one of them found out', async () => {
    const folder = tempFolder();
    writeFileSync(join(folder, 'keychain.0'), ownNote('x'));
    const hung = new AwscredError('KEYCHAIN_HUNG', 'hung');
    await assert.rejects(
      turnstileIn(folder, 1, () => hung).pass(async () => await Promise.resolve()),
      hung,
    );
  });

  test('a stopped process holds nobody up', async () => {
    const folder = tempFolder();
    const stopped = spawn('sleep', ['60'], { stdio: 'ignore' });
    try {
      stopped.kill('SIGSTOP');
      while (processFacts(stopped.pid ?? 0)?.stopped !== true) {
        await fastClock.sleep(1);
      }
      writeFileSync(join(folder, 'keychain.0'), noteOf(stopped.pid ?? 0));
      let passed = 0;
      const turnstile = turnstileIn(folder, 1);
      await Promise.all(
        [1, 2].map(async () => await turnstile.pass(async () => await Promise.resolve((passed += 1)))),
      );
      assert.equal(passed, 2);
    } finally {
      stopped.kill('SIGKILL');
    }
  });

  test('without a folder, or with one that cannot be written, everybody passes', async () => {
    for (const folders of [[], ['/nonexistent'], ['/proc']]) {
      const options = { name: 'keychain', slots: 1, timeoutMs: 1, folders: () => folders, clock: fastClock };
      assert.equal(await new Turnstile(options).pass(async () => await Promise.resolve(1)), 1);
    }
  });
});
