import assert from 'node:assert/strict';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { iamRefusal } from '../../support/aws/iam-refusal.ts';
import { filesBelow } from '../../support/files/files-below.ts';
import { CI, RotatingHome } from '../../support/aws/rotating-home.ts';
import { finished } from '../../support/sandbox.ts';

const DEVICE = 'arn:aws:iam::777788889999:mfa/ci-user';

describe('keys rotate', () => {
  it('replaces the key for all profiles that hold it, and prints no secret', async () => {
    const home = await RotatingHome.withKey();
    await home.ok(['keys', 'add', 'same', '--stdin'], CI.join(' '));
    const { status, stdout, stderr } = await home.run(['keys', 'rotate', 'ci', '--json']);
    assert.equal(status, 0, stderr);
    const { rotations } = JSON.parse(stdout) as { rotations: Record<string, unknown>[] };
    const id = await home.settled();
    assert.deepEqual(rotations, [
      { profiles: ['ci', 'same'], old: CI[0], new: id, state: 'done', delete_after: null },
    ]);
    assert.equal(await home.working('same'), id);
    const { SecretAccessKey } = JSON.parse(await home.ok(['process', 'ci'])) as { SecretAccessKey: string };
    const texts = [stdout, stderr, ...filesBelow(home.box.home).values()];
    assert.ok(!texts.some((text) => text.includes(SecretAccessKey)));
    assert.match(await home.ok(['keys', 'list']), /^ci\t\w+\t777788889999\tci-user\t[\d-]+\t\d{4}-/m);
  });

  it('fails none of twenty processes that ask for credentials meanwhile', async () => {
    const home = await RotatingHome.withKey();
    home.server.delayNewKeys(1500);
    const rotating = finished(home.start(['keys', 'rotate', 'ci']), { timeoutMs: 90_000 });
    const crowd = Array.from({ length: 20 }, async () => home.run(['process', 'ci']));
    for (const { status, stdout, stderr } of await Promise.all(crowd)) {
      assert.equal(status, 0, stderr);
      assert.match(stdout, /AKIA/);
    }
    const { status, stderr } = await rotating;
    assert.equal(status, 0, stderr);
    assert.match(stderr, /prove +3 of 3 GetCallerIdentity +ok/);
    assert.notEqual(await home.settled(), CI[0]);
  });

  it('keeps the old key where it is asked to, and the next rotation ends it first', async () => {
    const home = await RotatingHome.withKey();
    const { stderr } = await home.run(['keys', 'rotate', 'ci', '--keep-old', '1h']);
    assert.match(stderr, /wait +until .*keys rotate --resume ci` deletes AKIA…R234/);
    assert.match(
      (await home.run(['doctor'])).stdout,
      /warn +open-rotations +a rotation of the key of ci is open; [^]*fix: awscred keys rotate --resume ci/,
    );
    assert.deepEqual(
      (await home.keys()).map(({ status }) => status),
      ['inactive', 'active'],
    );
    for (const [args, status] of [
      [['--resume'], 0],
      [[], 2],
    ] as const) {
      const result = await home.run(['keys', 'rotate', 'ci', ...args]);
      assert.equal(result.status, status, result.stderr);
    }
    // Its time has come.
    const [journal = ''] = home.journals;
    const text = readFileSync(journal, 'utf8').replace(/"deleteAt":\d+/, '"deleteAt":1');
    writeFileSync(journal, text);
    await home.ok(['keys', 'rotate', 'ci', '--keep-old', '0']);
    assert.notEqual(await home.settled(), CI[0]);
    assert.equal((await home.run(['keys', 'rotate', 'ci', '--rollback'])).status, 2);
  });

  it('names the key that may go where there are two', async () => {
    const home = await RotatingHome.withKey();
    const list = await home.run(['keys', 'rotate', 'ci', '--keep-old', '1h']);
    assert.equal(list.status, 0, list.stderr);
    home.journals.forEach((path) => rmSync(path));
    const lost = await home.run(['keys', 'rotate', 'ci']);
    assert.equal(lost.status, 2);
    assert.match(lost.stderr, /journal of a rotation of this key is lost[^]*--resume ci[^]*--rollback ci/);
    await home.ok(['keys', 'rotate', 'ci', '--rollback']);
    assert.equal(await home.settled(), CI[0]);
  });

  it('refuses a third key', async () => {
    const home = await RotatingHome.withKey();
    // Somebody makes a second one by hand.
    await home.ok(['keys', 'add', 'by-hand', '--stdin'], CI.join(' '));
    home.server.fail({ operation: 'CreateAccessKey', how: { kind: 'reset', handled: true } });
    const first = await home.run(['keys', 'rotate', 'ci']);
    assert.equal(first.status, 6, first.stderr);
    home.journals.forEach((path) => rmSync(path));
    const { status, stderr } = await home.run(['keys', 'rotate', 'ci']);
    assert.equal(status, 2);
    assert.match(
      stderr,
      /two access keys already[^]*is never used[^]*delete-access-key --user-name ci-user --access-key-id AKIA/,
    );
  });

  it('with the answer to CreateAccessKey lost, deletes that key and goes on', async () => {
    const home = await RotatingHome.withKey();
    home.server.fail({ operation: 'CreateAccessKey', how: { kind: 'reset', handled: true } });
    const lost = await home.run(['keys', 'rotate', 'ci']);
    assert.equal(lost.status, 6, lost.stderr);
    assert.match(lost.stderr, /keys rotate --resume ci/);
    assert.equal((await home.keys()).length, 2);
    const { status, stderr } = await home.run(['keys', 'rotate', 'ci', '--resume']);
    assert.equal(status, 0, stderr);
    assert.match(stderr, /clean up .* deleted: the answer that had its secret was lost/);
    assert.notEqual(await home.settled(), CI[0]);
  });

  it('a refusal at any step leaves a key in use that works', async () => {
    for (const operation of ['ListAccessKeys', 'CreateAccessKey', 'UpdateAccessKey', 'DeleteAccessKey']) {
      const home = await RotatingHome.withKey();
      home.server.fail({ operation, how: iamRefusal(operation) });
      const { status, stderr } = await home.run(['keys', 'rotate', 'ci']);
      assert.equal(status, 3, stderr);
      assert.match(stderr, new RegExp(`AWS refused ${operation}: the user may not do iam:${operation}`));
      await home.working();
      const way =
        home.journals.length === 0 ? [] : [operation === 'DeleteAccessKey' ? '--resume' : '--rollback'];
      await home.ok(['keys', 'rotate', 'ci', ...way]);
      await home.settled();
    }
  });

  it('is repeated under throttling', async () => {
    const home = await RotatingHome.withKey();
    for (const operation of ['ListAccessKeys', 'CreateAccessKey', 'UpdateAccessKey', 'DeleteAccessKey']) {
      home.server.fail({ service: 'iam', operation, how: { kind: 'status', status: 429 }, times: 1 });
    }
    await home.ok(['keys', 'rotate', 'ci']);
    await home.settled();
  });

  it('is signed with an MFA session where the profile names a device', async () => {
    const home = await RotatingHome.withKey('own-with-mfa', `mfa_serial = ${DEVICE}\n`);
    const without = await home.run(['keys', 'rotate', 'ci']);
    assert.equal(without.status, 4, without.stderr);
    await home.ok(['keys', 'rotate', 'ci', '-t', home.server.mfaCode(DEVICE)]);
    assert.match(await home.ok(['keys', 'audit', 'ci', '-t', home.server.mfaCode(DEVICE)]), /\tactive\t0d\t/);
    assert.deepEqual(home.journals, []);
  });

  it('what it does not understand changes nothing', async () => {
    const home = await RotatingHome.withKey();
    for (const args of [
      ['ci', '--resume'],
      ['ci', '--rollback'],
      ['ci', '--resume', '--rollback'],
      ['ci', '--keep-old', 'soon'],
      ['nobody'],
      [],
      ['ci', '--all'],
    ]) {
      const { status, stderr } = await home.run(['keys', 'rotate', ...args]);
      assert.equal(status, 2, `${args.join(' ')}: ${stderr}`);
    }
    assert.equal((await home.run(['keys', 'rotate', '--all'])).status, 4);
    assert.equal(home.server.count({ operation: 'CreateAccessKey' }), 0);
  });

  it('goes on with a damaged journal', async () => {
    const home = await RotatingHome.withKey();
    await home.ok(['keys', 'rotate', 'ci', '--keep-old', '1h']);
    for (const path of home.journals) {
      writeFileSync(path, '{"v":1,"sta');
    }
    const { status, stderr } = await home.run(['keys', 'rotate', 'ci']);
    assert.equal(status, 2);
    assert.match(stderr, /is damaged[^]*--resume ci[^]*--rollback ci/);
    await home.ok(['keys', 'rotate', 'ci', '--resume', '--keep-old', '0']);
    assert.notEqual(await home.settled(), CI[0]);
  });
});
