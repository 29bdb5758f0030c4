import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { startDevServer, type DevServer } from '../../../src/dev-server/dev-server.ts';
import { builtInWorld } from '../../../src/dev-server/world/built-in-world.ts';
import { atEnd } from '../process/cleanup.ts';
import { quickVault } from '../store/quick-vault.ts';
import { AWSCRED, type RunResult, Sandbox } from '../sandbox.ts';

export const CI = ['AKIAEXAMPLECIUSER234', 'example/ci/user/secret/access/key/000001'] as const;

interface Key {
  readonly access_key_id: string;
  readonly status: string;
}

/** A home whose profile `ci` keeps the user's key, and a local AWS of its own. */
export class RotatingHome {
  readonly box = new Sandbox();
  readonly server: DevServer;

  private constructor(server: DevServer) {
    this.server = server;
  }

  static async withKey(iam: 'own' | 'own-with-mfa' | 'account' = 'own', config = ''): Promise<RotatingHome> {
    const users = builtInWorld.users.map((user) => ({ ...user, iam }));
    const server = await startDevServer({ world: { ...builtInWorld, users } });
    atEnd(async () => server.close());
    const home = new RotatingHome(server);
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
