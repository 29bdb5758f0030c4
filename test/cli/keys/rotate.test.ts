import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { startDevServer, type DevServer } from '../../../src/dev-server/dev-server.ts';
import { builtInWorld } from '../../../src/dev-server/world/built-in-world.ts';
import { atEnd } from '../../support/cleanup.ts';
import { filesBelow } from '../../support/files-below.ts';
import { AWSCRED, finished, type RunResult, Sandbox } from '../../support/sandbox.ts';
import { quickVault } from '../../support/quick-vault.ts';
import { until } from '../../support/until.ts';

const CI = ['AKIAEXAMPLECIUSER234', 'example/ci/user/secret/access/key/000001'] as const;
const DEVICE = 'arn:aws:iam::777788889999:mfa/ci-user';

interface Key {
  readonly access_key_id: string;
  readonly status: string;
}

/** A home whose profile `ci` keeps the user's key, and a local AWS of its own. */
class Home {
  readonly box = new Sandbox();
  readonly server: DevServer;

  private constructor(server: DevServer) {
    this.server = server;
  }

  static async withKey(iam: 'own' | 'own-with-mfa' | 'account' = 'own', config = ''): Promise<Home> {
    const users = builtInWorld.users.map((user) => ({ ...user, iam }));
    const server = await startDevServer({ world: { ...builtInWorld, users } });
    atEnd(async () => server.close());
    const home = new Home(server);
    await quickVault(home.box);
    home.box.write('.aws/config', `[profile ci]\nregion = eu-west-1\n${config}`);
    await home.ok(['keys', 'add', 'ci', '--stdin'], CI.join(' '));
    return home;
  }

  start(args: readonly string[]) {
    return this.box.start([process.execPath, AWSCRED, ...args], { env: this.env });
  }

  get env(): Record<string, string> {
    return { AWS_ENDPOINT_URL: this.server.url };
  }

  async run(args: readonly string[], stdin = ''): Promise<RunResult> {
    return this.box.run(args, { env: this.env, stdin });
  }

  async ok(args: readonly string[], stdin = ''): Promise<string> {
    const { status, stdout, stderr } = await this.run(args, stdin);
    assert.equal(status, 0, `${args.join(' ')}: ${stderr}`);
    return stdout;
  }

  /** As IAM lists them. */
  async keys(): Promise<readonly Key[]> {
    const text = await this.ok(['keys', 'audit', 'ci', '--json']);
    return (JSON.parse(text) as { users: { keys: Key[] }[] }).users[0]?.keys ?? [];
  }

  /** The id of the key that `process` hands out, which AWS takes. */
  async working(profile = 'ci'): Promise<string> {
    assert.match(await this.ok(['whoami', profile]), /user\/ci-user/);
    return (JSON.parse(await this.ok(['process', profile])) as { AccessKeyId: string }).AccessKeyId;
  }

  get journals(): readonly string[] {
    const folder = join(this.box.home, '.local/state/awscred/rotations');
    return (existsSync(folder) ? readdirSync(folder) : []).map((name) => join(folder, name));
  }

  /** One active key, which the store has, and nothing open. */
  async settled(): Promise<string> {
    const id = await this.working();
    assert.deepEqual(
      (await this.keys()).map(({ access_key_id, status }) => [access_key_id, status]),
      [[id, 'active']],
    );
    assert.deepEqual(this.journals, []);
    return id;
  }
}

/** IAM's refusal in its own form. */
function refusal(operation: string) {
  const message = `User: arn:aws:iam::777788889999:user/ci-user is not authorized to perform: iam:${operation}`;
  const body = `<ErrorResponse><Error><Type>Sender</Type><Code>AccessDenied</Code><Message>${message}</Message></Error><RequestId>1</RequestId></ErrorResponse>`;
  return { kind: 'status', status: 403, body, headers: { 'Content-Type': 'text/xml' } } as const;
}

describe('keys rotate', () => {
  it('replaces the key for all profiles that hold it, and prints no secret', async () => {
    const home = await Home.withKey();
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

  it('waits out a slow propagation, while others ask for credentials and none fails', async () => {
    const home = await Home.withKey(
      'own',
      '[profile r]\nrole_arn = arn:aws:iam::777788889999:role/Deployer\nsource_profile = ci\nmfa_serial = x\n',
    );
    home.server.delayNewKeys(3000);
    const rotating = finished(home.start(['keys', 'rotate', 'ci']), { timeoutMs: 90_000 });
    const asking = Array.from({ length: 4 }, async () => {
      for (let round = 0; round < 3; round += 1) {
        assert.match(await home.ok(['process', 'ci']), /AKIA/);
      }
    });
    await Promise.all(asking);
    const { status, stderr } = await rotating;
    assert.equal(status, 0, stderr);
    assert.match(stderr, /prove +3 of 3 GetCallerIdentity +ok, [3-9]s/);
    assert.notEqual(await home.settled(), CI[0]);
  });

  it('keeps the old key where it is asked to, and the next rotation ends it first', async () => {
    const home = await Home.withKey();
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
    const home = await Home.withKey();
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
    const home = await Home.withKey();
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
    const home = await Home.withKey();
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
      const home = await Home.withKey();
      home.server.fail({ operation, how: refusal(operation) });
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
    const home = await Home.withKey();
    for (const operation of ['ListAccessKeys', 'CreateAccessKey', 'UpdateAccessKey', 'DeleteAccessKey']) {
      home.server.fail({ service: 'iam', operation, how: { kind: 'status', status: 429 }, times: 1 });
    }
    await home.ok(['keys', 'rotate', 'ci']);
    await home.settled();
  });

  it('is signed with an MFA session where the profile names a device', async () => {
    const home = await Home.withKey('own-with-mfa', `mfa_serial = ${DEVICE}\n`);
    const without = await home.run(['keys', 'rotate', 'ci']);
    assert.equal(without.status, 4, without.stderr);
    await home.ok(['keys', 'rotate', 'ci', '-t', home.server.mfaCode(DEVICE)]);
    assert.match(await home.ok(['keys', 'audit', 'ci', '-t', home.server.mfaCode(DEVICE)]), /\tactive\t0d\t/);
    assert.deepEqual(home.journals, []);
  });

  it('what it does not understand changes nothing', async () => {
    const home = await Home.withKey();
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
    const home = await Home.withKey();
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

/** Kills `keys rotate` while a call hangs, or after it was done and before its answer comes. */
async function killedAt(home: Home, operation: string, when: 'before' | 'after'): Promise<void> {
  // The first GetCallerIdentity is the beginning's; the ones that prove come with the new key.
  const skip = operation === 'GetCallerIdentity' ? 2 : 0;
  home.server.delayNewKeys(skip > 0 ? 1500 : 0);
  const seen = home.server.count({ operation }) + skip;
  const how = when === 'before' ? ({ kind: 'hang' } as const) : ({ kind: 'slow', delayMs: 20_000 } as const);
  if (skip === 0) {
    home.server.fail({ operation, how });
  }
  const child = home.start(['keys', 'rotate', 'ci']);
  const ended = finished(child, { timeoutMs: 60_000 });
  if (skip > 0) {
    await until(() => home.server.count({ operation }) >= seen);
    home.server.fail({ operation, how });
  }
  await until(() => home.server.count({ operation }) > seen);
  child.kill('SIGKILL');
  await ended;
  home.server.heal();
}

describe('keys rotate, killed at each call', () => {
  const CALLS = [
    'ListAccessKeys',
    'CreateAccessKey',
    'GetCallerIdentity',
    'UpdateAccessKey',
    'DeleteAccessKey',
  ];
  for (const operation of CALLS) {
    for (const when of ['before', 'after'] as const) {
      for (const way of ['--resume', '--rollback'] as const) {
        it(`${when} ${operation}, then ${way}`, async () => {
          const home = await Home.withKey();
          await killedAt(home, operation, when);
          // A key that works is in the store at once, and never are there more than two.
          await home.working();
          assert.ok((await home.keys()).length <= 2);
          const open = home.journals.length > 0;
          const { status, stderr } = await home.run(['keys', 'rotate', 'ci', ...(open ? [way] : [])]);
          const tooLate = way === '--rollback' && status === 2 && /deleted already/.test(stderr);
          assert.ok(status === 0 || tooLate, stderr);
          if (tooLate) {
            await home.ok(['keys', 'rotate', 'ci', '--resume']);
          }
          const id = await home.settled();
          assert.equal(id === CI[0], open && way === '--rollback' && !tooLate);
        });
      }
    }
  }
});
