import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { startDevServer, type DevServer } from '../../../src/dev-server/dev-server.ts';
import { builtInWorld } from '../../../src/dev-server/world/built-in-world.ts';
import { atEnd } from '../../support/process/cleanup.ts';
import { iamRefusal } from '../../support/aws/iam-refusal.ts';
import { Headless, type HeadlessResult } from '../../support/headless.ts';
import { SkippedClock } from '../../support/ports/skipped-clock.ts';

const CI = ['AKIAEXAMPLECIUSER234', 'example/ci/user/secret/access/key/000001'] as const;
const DEVICE = 'arn:aws:iam::777788889999:mfa/ci-user';

/** A home that keeps the user's key and a local AWS; both have the same clock, which skips what is slept. */
class World {
  readonly server: DevServer;
  readonly #home: Headless;

  private constructor(server: DevServer, clock: SkippedClock) {
    this.server = server;
    this.#home = new Headless('network', clock);
  }

  static async withKey(iam: 'own' | 'own-with-mfa' = 'own', config = ''): Promise<World> {
    const clock = new SkippedClock();
    const users = builtInWorld.users.map((user) => ({ ...user, iam }));
    const server = await startDevServer({ world: { ...builtInWorld, users }, now: () => clock.now() });
    atEnd(async () => server.close());
    const world = new World(server, clock);
    world.#home.write('.aws/config', `[profile ci]\nregion = eu-west-1\n${config}`);
    const env = { AWS_ACCESS_KEY_ID: CI[0], AWS_SECRET_ACCESS_KEY: CI[1] };
    const added = await world.run(['keys', 'add', 'ci', '--from-env'], env);
    assert.equal(added.status, 0, added.stderr);
    return world;
  }

  async run(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<HeadlessResult> {
    return this.#home.run(args, { env: { AWS_ENDPOINT_URL: this.server.url, ...env } });
  }

  async working(): Promise<string> {
    const { status, stdout, stderr } = await this.run(['process', 'ci', '--no-mfa-session']);
    assert.equal(status, 0, stderr);
    return (JSON.parse(stdout) as { AccessKeyId: string }).AccessKeyId;
  }
}

/** A refusal leaves the rotation open, but before there is a key: there only an answer that is lost does. */
function refusalOf(operation: string) {
  return operation === 'CreateAccessKey'
    ? ({ kind: 'reset', handled: true } as const)
    : iamRefusal(operation);
}

describe('keys rotate, as time goes by', () => {
  it('waits until a key that AWS knows after 15 seconds is known', async () => {
    const world = await World.withKey();
    world.server.delayNewKeys(15_000);
    const { status, stderr } = await world.run(['keys', 'rotate', 'ci', '--keep-old', '0']);
    assert.equal(status, 0, stderr);
    assert.match(stderr, /prove +3 of 3 GetCallerIdentity +ok, 1[4-6]s/);
    assert.notEqual(await world.working(), CI[0]);
  });

  it('gives up after a minute, with the old key in use, and goes on later', async () => {
    const world = await World.withKey();
    world.server.delayNewKeys(100_000);
    const late = await world.run(['keys', 'rotate', 'ci', '--keep-old', '0']);
    assert.equal(late.status, 6, late.stderr);
    assert.match(late.stderr, /does not know the key after a minute[^]*keys rotate --resume ci/);
    assert.equal(await world.working(), CI[0]);
    const { status, stderr } = await world.run(['keys', 'rotate', 'ci', '--resume', '--keep-old', '0']);
    assert.equal(status, 0, stderr);
    assert.notEqual(await world.working(), CI[0]);
    assert.equal(world.server.count({ operation: 'CreateAccessKey' }), 1);
  });

  for (const operation of ['CreateAccessKey', 'UpdateAccessKey', 'DeleteAccessKey']) {
    it(`--resume after ${operation} failed asks for no other code, where a policy wants MFA`, async () => {
      const world = await World.withKey('own-with-mfa', `mfa_serial = ${DEVICE}\n`);
      world.server.fail({ operation, how: refusalOf(operation) });
      const code = ['-t', world.server.mfaCode(DEVICE)];
      const cut = await world.run(['keys', 'rotate', 'ci', '--keep-old', '0', ...code]);
      assert.equal(cut.status, operation === 'CreateAccessKey' ? 6 : 3, cut.stderr);
      world.server.heal();
      const { status, stderr } = await world.run(['keys', 'rotate', 'ci', '--resume', '--keep-old', '0']);
      assert.equal(status, 0, stderr);
      assert.equal(world.server.count({ operation: 'GetSessionToken' }), 1);
      // What the old key obtained is forgotten with it.
      assert.equal((await world.run(['keys', 'audit', 'ci'])).status, 4);
    });
  }
});
