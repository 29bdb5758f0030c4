import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, suite, test } from 'node:test';
import { PROBE_ACCOUNT, PROBE_SERVICE } from '../../../src/adapters/keychain/child/native.ts';
import { accountOf } from '../../../src/adapters/store/item.ts';
import { drive, startDriver } from '../../support/store/drive.ts';
import { KEYRING_PROGRAMS, KeyringSession, type KeyringKind } from '../../support/store/keyring-session.ts';
import { needs } from '../../support/process/needs.ts';
import { firstChildOf, isRunning } from '../../support/process/processes.ts';
import type { DriverReport } from '../../support/store/store-driver.ts';
import { systemClock } from '../../support/store/store-world.ts';

const SECRET = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';
const put = { do: 'put', key: 'a', value: SECRET } as const;
const get = { do: 'get', key: 'a' } as const;
const prepare = { do: 'prepare' } as const;

const codes = (report: DriverReport): readonly unknown[] =>
  report.results.map((result) => result.code ?? result.value ?? null);
const slowest = (report: DriverReport): number => Math.max(...report.results.map((result) => result.ms));

function inSession(kind: KeyringKind, tests: (session: () => KeyringSession) => void): void {
  suite(`a session: ${kind}`, { skip: needs(...KEYRING_PROGRAMS) }, () => {
    let session: KeyringSession;
    before(async () => {
      session = await KeyringSession.start(kind);
    });
    after(async () => await session.stop());
    tests(() => session);
  });
}

inSession('unlocked', (session) => {
  test('an item is an item of the keychain, and its secret is in no other file', async () => {
    assert.deepEqual(codes(await drive(session().environment, [put, get])), [null, SECRET]);
    const account = accountOf({ kind: 'tmp', key: 'a' });
    const item = JSON.parse(session().lookup(account) ?? '') as Record<string, unknown>;
    assert.equal(item['v'], 1);
    assert.equal(item['key'], 'a');
    assert.equal(item['data'], SECRET);
    for (const file of filesBelow(session().home)) {
      assert.equal(readFileSync(file).includes(SECRET), false, file);
    }
  });

  test('a reader in the process and one in a child agree', async () => {
    const squeezed = { do: 'squeeze', leave: 5 } as const;
    const through = ['prlimit', '--nofile=64'];
    // The child that wrote is still there for the last one.
    const standing = await drive(session().environment, [put, get, squeezed, get], { through });
    assert.deepEqual(codes(standing), [null, SECRET, null, SECRET]);
    const report = await drive(session().environment, [get, squeezed, get], { through });
    assert.deepEqual(codes(report), [SECRET, null, 'FDS']);
    assert.match(report.results[2]?.message ?? '', /too many open files.*ulimit -n/);
  });

  test('another library named by NAPI_RS_NATIVE_LIBRARY_PATH is not loaded', async () => {
    const variables = { NAPI_RS_NATIVE_LIBRARY_PATH: '/tmp/evil.node', NAPI_RS_FORCE_WASI: 'true' };
    assert.deepEqual(codes(await drive({ ...session().environment, ...variables }, [put, get])), [
      null,
      SECRET,
    ]);
  });

  test('many reads in one process need no more descriptors than 64', async () => {
    const reads = Array.from({ length: 70 }, () => get);
    const report = await drive(session().environment, [put, ...reads], {
      through: ['prlimit', '--nofile=64'],
    });
    assert.equal(codes(report).filter((value) => value === SECRET).length, reads.length);
  });

  test('a hung service ends with KEYCHAIN_HUNG in bounded time, read or write', async () => {
    await drive(session().environment, [put]);
    const pid = session().daemonPid();
    process.kill(pid, 'SIGSTOP');
    try {
      const reports = await Promise.all(
        [get, put].map(async (step) => await drive(session().environment, [step])),
      );
      assert.deepEqual(reports.map(codes), [['KEYCHAIN_HUNG'], ['KEYCHAIN_HUNG']]);
      assert.ok(Math.max(...reports.map(slowest)) < 15_000);
    } finally {
      process.kill(pid, 'SIGCONT');
    }
  });

  test('locked, nobody to ask: LOCKED at once, for what is there and what is not, and nothing changes', async () => {
    await drive(session().environment, [put]);
    session().lock();
    const other = { do: 'get', key: 'b' } as const;
    const report = await drive(session().environment, [get, other, prepare, put, { do: 'clear' }]);
    assert.deepEqual(codes(report), ['LOCKED', 'LOCKED', 'LOCKED', 'LOCKED', 'LOCKED']);
    assert.ok(slowest(report) < 5000);
    assert.match(report.results[0]?.message ?? '', /keychain is locked/);
    // No display: a person at a terminal cannot be asked by the keychain either.
    assert.deepEqual(codes(await drive(session().environment, [get], { person: true })), ['LOCKED']);
  });
});

inSession('prompting', (session) => {
  test('a process killed while a dialog is open leaves no child', async () => {
    const { environment } = session();
    await drive(environment, [put]);
    session().lock();
    const parent = startDriver(environment, [get], { person: true });
    const child = await firstChildOf(parent.pid ?? 0);
    parent.kill('SIGKILL');
    while (isRunning(child)) {
      await systemClock.sleep(5);
    }
  });

  test('a dialog that nobody answers: told on the terminal, ended at the time-out, and in nobody else’s way', async () => {
    const { environment } = session();
    const asked = drive(environment, [get], { person: true, options: { keychainTimeout: 1 } });
    const [waiting, alone] = await Promise.all([asked, drive(environment, [get])]);
    assert.deepEqual(codes(waiting), ['LOCK_WAIT']);
    assert.deepEqual(waiting.said, ['waiting for the keychain to be unlocked']);
    assert.ok(slowest(waiting) < 8000);
    assert.deepEqual(codes(alone), ['LOCKED']);
    assert.ok(slowest(alone) < 1000 + slowest(waiting) / 2);
  });
});

inSession('prompting', (session) => {
  test('where nothing says beforehand that it will ask, nobody waits longer than 5 s for nobody', async () => {
    const { environment } = session();
    await drive(environment, [put]);
    session().clear(PROBE_SERVICE, PROBE_ACCOUNT);
    session().lock();
    const reports = await Promise.all([get, prepare].map(async (step) => await drive(environment, [step])));
    assert.deepEqual(reports.map(codes), [['LOCKED'], ['LOCKED']]);
    assert.ok(Math.max(...reports.map(slowest)) < 5000);
  });
});

inSession('no-collection', (session) => {
  test('no default keyring: reads answer null, prepare passes, only the write fails, and is named', async () => {
    const report = await drive(session().environment, [get, prepare, put, get]);
    assert.deepEqual(codes(report), [null, null, 'NO_COLLECTION', null]);
  });
});

inSession('no-service', (session) => {
  test('a bus without a Secret Service: NO_SERVICE at once', async () => {
    const report = await drive(session().environment, [get, prepare, put], {
      options: { store: 'keychain' },
    });
    assert.deepEqual(codes(report), ['NO_SERVICE', 'NO_SERVICE', 'NO_SERVICE']);
    assert.ok(slowest(report) < 5000);
  });

  test('store = auto has nothing kept yet, and refuses with the ways out', async () => {
    const report = await drive(session().environment, [get, prepare]);
    assert.deepEqual(codes(report), [null, 'NO_SERVICE']);
    assert.match(report.results[1]?.hints?.join('\n') ?? '', /awscred settings set store file[^]*--no-cache/);
  });
});

function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true })
    .map((name) => join(folder, String(name)))
    .filter((path) => statSync(path).isFile());
}
