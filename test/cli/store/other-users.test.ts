import assert from 'node:assert/strict';
import { chmodSync, chownSync, lstatSync, mkdirSync, readdirSync, renameSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { tokenFileName } from '../../../src/protocols/aws-cli/aws-cli-token.ts';
import { localAws, PRESS_ALLOW, type LocalAws } from '../../support/aws/local-aws.ts';

const OTHER = 65_534;
const skip = process.geteuid?.() === 0 ? false : 'giving files to other users takes root';
const SIGNED_IN = { BROWSER: PRESS_ALLOW, AWSCRED_SSO_CACHE: 'shared' };
const KEEPS_NOTHING = { AWSCRED_STORE: 'none' };

/** Every file with its owner, mode, size and times: what a write anywhere changes. */
function traces(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true }).map((name) => {
    const { uid, mode, size, mtimeMs, ctimeMs } = lstatSync(join(folder, String(name)));
    return [String(name), uid, mode, size, mtimeMs, ctimeMs].join(' ');
  });
}

function giveAway(folder: string): void {
  for (const name of ['.', ...readdirSync(folder, { recursive: true }).map(String)]) {
    chownSync(join(folder, name), OTHER, OTHER);
  }
}

async function withToken(): Promise<LocalAws> {
  const aws = await localAws();
  const login = await aws.sandbox.run(['login', 'acme'], { env: SIGNED_IN });
  assert.equal(login.status, 0, login.stderr);
  return aws;
}

describe("root in another user's home", { skip }, () => {
  it('writes nothing there, and uses no token of theirs', async () => {
    const aws = await withToken();
    const { sandbox } = aws;
    giveAway(sandbox.home);
    const before = traces(sandbox.home);
    const calls = aws.count('GetRoleCredentials');
    const runs: readonly (readonly [readonly string[], Record<string, string>, number])[] = [
      [['process', 'bastion'], KEEPS_NOTHING, 4],
      [['process', 'bastion'], {}, 5],
      [['login', 'acme'], { ...SIGNED_IN, ...KEEPS_NOTHING }, 0],
      [['logout', 'acme'], KEEPS_NOTHING, 0],
      [['settings', 'set', 'sign_in', 'never'], {}, 2],
      [['process', 'jane'], KEEPS_NOTHING, 0],
      [['list'], {}, 0],
    ];
    for (const [args, env, status] of runs) {
      const result = await sandbox.run(args, { env });
      assert.equal(result.status, status, `${args.join(' ')}: ${result.stderr}`);
    }
    assert.deepEqual(traces(sandbox.home), before);
    assert.equal(aws.count('GetRoleCredentials'), calls);
  });
});

describe("root in a container, with another user's ~/.aws", { skip }, () => {
  it('says the path and the way out, and uses the token where its own settings trust the folder', async () => {
    const aws = await withToken();
    const { sandbox } = aws;
    giveAway(join(sandbox.home, '.aws'));
    const refused = await sandbox.run(['process', 'bastion'], { env: KEEPS_NOTHING });
    assert.equal(refused.status, 4, refused.stderr);
    assert.match(
      refused.stderr,
      /awscred: \S+\/\.aws\/sso\/cache\S* (?:is in a folder of|belongs to) another user \(uid 65534\): it is not used/,
    );
    assert.match(refused.stderr, /trust_aws_folder true/);
    assert.equal((await sandbox.run(['settings', 'set', 'trust_aws_folder', 'true'])).status, 0);
    const accepted = await sandbox.run(['process', 'bastion'], { env: KEEPS_NOTHING });
    assert.equal(accepted.status, 0, accepted.stderr);
  });
});

describe("the AWS CLI's token, where another user has a hand in it", { skip }, () => {
  const cache = (aws: LocalAws): string => join(aws.sandbox.home, '.aws/sso/cache');
  const hands: readonly (readonly [string, (folder: string, file: string) => void, RegExp])[] = [
    ['others can write the folder', (folder) => chmodSync(folder, 0o777), /can be written by other users/],
    ['the group can write the file', (_, file) => chmodSync(file, 0o664), /can be written by other users/],
    [
      'everybody can, as under WSL',
      (folder, file) => [folder, file].forEach((one) => chmodSync(one, 0o777)),
      /can be written by other users/,
    ],
    ['the file is theirs', (_, file) => chownSync(file, OTHER, OTHER), /belongs to another user/],
    [
      'a link leads to a file of theirs',
      (folder, file) => {
        mkdirSync(join(folder, 'theirs'));
        renameSync(file, join(folder, 'theirs/token'));
        chownSync(join(folder, 'theirs/token'), OTHER, OTHER);
        symlinkSync('theirs/token', file);
      },
      /belongs to another user/,
    ],
  ];
  for (const [name, plant, words] of hands) {
    it(`is not used when ${name}`, async () => {
      const aws = await withToken();
      const good = await aws.sandbox.run(['process', 'bastion'], { env: KEEPS_NOTHING });
      assert.equal(good.status, 0, good.stderr);
      plant(cache(aws), join(cache(aws), tokenFileName({ name: 'acme', startUrl: '' })));
      const refused = await aws.sandbox.run(['process', 'bastion'], { env: KEEPS_NOTHING });
      assert.equal(refused.status, 4, refused.stderr);
      assert.match(refused.stderr, words);
      assert.match(
        refused.stderr,
        /hint: make it private to you .*: awscred settings set trust_aws_folder true/,
      );
      // No variable stands in for the setting, which only the file can have.
      const variable = { ...KEEPS_NOTHING, AWSCRED_TRUST_AWS_FOLDER: 'true' };
      assert.equal((await aws.sandbox.run(['process', 'bastion'], { env: variable })).status, 4);
      const set = await aws.sandbox.run(['settings', 'set', 'trust_aws_folder', 'true']);
      assert.equal(set.status, 0, set.stderr);
      const accepted = await aws.sandbox.run(['process', 'bastion'], { env: KEEPS_NOTHING });
      assert.equal(accepted.status, 0, accepted.stderr);
      assert.doesNotMatch(accepted.stderr, words);
    });
  }
});
