import assert from 'node:assert/strict';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { filesBelow } from '../../support/files/files-below.ts';
import { KEYRING_PROGRAMS, KeyringSession } from '../../support/store/keyring-session.ts';
import { localAws, type LocalAws } from '../../support/aws/local-aws.ts';
import { needs } from '../../support/process/needs.ts';
import { AWSCRED, finished, type RunResult } from '../../support/sandbox.ts';

const CI = ['AKIAEXAMPLECIUSER234', 'example/ci/user/secret/access/key/000001'] as const;
const FILE = `# mine\n[ci]\naws_access_key_id = ${CI[0]}\naws_secret_access_key = ${CI[1]}\n# end\n`;

describe('keys in the real keychain', { skip: needs(...KEYRING_PROGRAMS) }, () => {
  let aws: LocalAws;
  let session: KeyringSession;

  before(async () => {
    session = await KeyringSession.start('unlocked');
    aws = await localAws();
  });
  after(async () => await session.stop());

  const env = () => ({
    ...session.environment,
    AWSCRED_STORE: 'keychain',
    AWSCRED_PASSPHRASE_FILE: undefined,
    AWS_ENDPOINT_URL: aws.server.url,
    AWS_SHARED_CREDENTIALS_FILE: join(session.home, 'credentials'),
    AWS_CONFIG_FILE: join(session.home, 'config'),
  });
  const run = async (args: readonly string[]): Promise<RunResult> => aws.sandbox.run(args, { env: env() });
  const secretOf = async (profile: string): Promise<string> => {
    const { status, stdout, stderr } = await run(['process', profile]);
    assert.equal(status, 0, stderr);
    return (JSON.parse(stdout) as { SecretAccessKey: string }).SecretAccessKey;
  };

  it('imports, killed at any moment: the key is in one of the two places, and readable', async () => {
    const file = join(session.home, 'credentials');
    for (let delay = 50; delay <= 800; delay += 150) {
      writeFileSync(file, FILE, { mode: 0o600 });
      const child = aws.sandbox.start([process.execPath, AWSCRED, 'keys', 'import', 'ci'], { env: env() });
      const ended = finished(child);
      await setTimeout(delay);
      child.kill('SIGKILL');
      await ended;
      assert.equal(await secretOf('ci'), CI[1], `killed after ${delay} ms`);
      const { status, stderr } = await run(['keys', 'import', 'ci']);
      assert.ok(status === 0 || /no keys in/.test(stderr), stderr);
      assert.equal(readFileSync(file, 'utf8'), '# mine\n[ci]\n# end\n');
      assert.equal(await secretOf('ci'), CI[1]);
      await run(['keys', 'remove', 'ci', '--yes']);
    }
  });

  it('rotates, finds them again without an index, and leaves no secret in a file', async () => {
    writeFileSync(join(session.home, 'credentials'), FILE, { mode: 0o600 });
    assert.equal((await run(['keys', 'import', 'ci'])).status, 0);
    const { status, stderr } = await run(['keys', 'rotate', 'ci']);
    assert.equal(status, 0, stderr);
    rmSync(join(session.home, '.local/state/awscred/index.json'));
    assert.match((await run(['keys', 'list'])).stderr, /index of the store is lost/);
    const secret = await secretOf('ci');
    assert.notEqual(secret, CI[1]);
    assert.match((await run(['keys', 'list'])).stdout, /^ci\tAKIA/);
    const ours = [...filesBelow(session.home)].filter(([path]) => !path.includes('keyrings'));
    assert.deepEqual(
      ours.filter(([, text]) => text.includes(secret)),
      [],
    );
  });
});
