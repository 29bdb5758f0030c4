import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { filesBelow } from '../../support/files/files-below.ts';
import { KEYRING_PROGRAMS, KeyringSession } from '../../support/store/keyring-session.ts';
import { localAws, type LocalAws } from '../../support/aws/local-aws.ts';
import { needs } from '../../support/process/needs.ts';
import { PYTHON, runOnTerminal } from '../../support/pty.ts';
import { quickVault } from '../../support/store/quick-vault.ts';
import { AWSCRED, type RunResult } from '../../support/sandbox.ts';

const CI = ['AKIAEXAMPLECIUSER234', 'example/ci/user/secret/access/key/000001'] as const;
const JANE = ['AKIAEXAMPLEJANEUSER2', 'example/jane/secret/access/key/000000002'] as const;

/** Both files were written by github.com/99designs/keyring v1.2.2, the library that aws-vault stores with. */
const PASSPHRASE = 'vault passphrase';
const CI_FILE =
  'eyJhbGciOiJQQkVTMi1IUzI1NitBMTI4S1ciLCJjcmVhdGVkIjoiMjAyNi0xMi0wMSAwOTozOTo1My45NTE5MDUwNDYgKzAwMDAgVVRDIG09KzAuMDAwNDkxNzE5IiwiZW5jIjoiQTI1NkdDTSIsInAyYyI6ODE5MiwicDJzIjoia1EzQ2VJUnRMYUYwQUhSUyJ9.LqFEkukV4dDwvC_knGlQKi2AvdBBfcDIwcloJ61khFLg4K0BNYEYLw.JzV7RWXCBOK6ZSN_.kx5hdi5h056m7GwXhzLcNgZd_jIGfwd6biUBXq3-PJlMRRCCAp7IpBSrGSkFVJYcpCD0Kk_w6Lz7elKVMozKWMc2Ukrvj4z4TYvQpk89VrX7k2r1pYnhdrhv4gj5_P7XeuUMp_hCReNCOd3bYfSTDObxAzBDrn35t-iOfSvfHGPVc-RJQeSCsrY1gCsBa-M8HtH3_-ycq2RRB9UPhc8lxu3fHED6nj3CJX-IYyZI188ZcMhki0FhO6vLjDCBJuAOk6xWAFMYK8rlGscyI0xWHYhFFKlPjsQFp_VNSR4-h4qB_pqL7VoZbP1T6v2ktzhNIFG4zwwz6IXLBvPC1iO9O5Paz8-sH7q_gALRgWSs6kzh2O-jrpD7eoWmDoknmjyXEz5F5LvY_2evYdFzB8PluuCSiTy_-wcLRryBY5YM-LToJJ0_m0_9Q6A-LXo1mdsBMzrPz1iMOVigXCdiKggOco7sABcnQP2zmFChKtxGEY2KMMMxBg.iPUVqeBJuOv73bdeYj73jA';
const JANE_FILE =
  'eyJhbGciOiJQQkVTMi1IUzI1NitBMTI4S1ciLCJjcmVhdGVkIjoiMjAyNi0xMi0wMSAwOTozOTo1My45NTUxMzU2NTcgKzAwMDAgVVRDIG09KzAuMDAwNTk1NTI1IiwiZW5jIjoiQTI1NkdDTSIsInAyYyI6ODE5MiwicDJzIjoicTFLQ3E4QlRaUmo3dktXRSJ9.zjgt-2lqIQhk9U_9NVl_YIfknwwKhtoIkEJwwl8XCzZm12aLQ7iouw.WYexO5_2eW90lWxq.5q1oQCA87gQzkDM0R-z8Z_XHBtM29An_hFgG0HZ9xfXQCvgtaWPDIpp3Eh21BIT2RmyuSxEb0YWRZC2JBuoJNaJJB2wjexH6NlhGVYNqwJk1jcJ95VFDbNTl4NxAoINmNqYKGoRlv60S8xswltDHSjmC4FYop2WzhfXkSTygsV8qESXXwG2t4jmnfy36v9V5m6JhMtYruD8c4XEpzQKNQixIzFRCEjVEyOqBA0DbYiZgO-kkH0wA20xyLDmKRQsugFWm9W4FgGfZkvn4Na__r2xUochVJxqJrbhMrA75MFm_1MXKlUe59PaMZPIlOXgXaGRCddVTGfuc-VZYWX5VS8aiJodM5OzjgC5q_mI3wfnCqRAMnQdetv5KKQuFGRxLiD3x6ghEMNNZipvr4QkpkkOQ1Gg4yiBQJYmFBGoAoB0EN0RZqulvl236FfQru11hXtKhQw7nsKa7r5R-evDYQXlKiiHSMwuHHtIML173Ihl2--TFbx7h6NyePPkZGd1S8kch.fDAEPkwJVuTD0v8ZtkwNpQ';

let aws: LocalAws;
const run = async (args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<RunResult> =>
  aws.sandbox.run(args, { env: { AWS_ENDPOINT_URL: aws.server.url, ...env } });

before(async () => {
  aws = await localAws();
  await quickVault(aws.sandbox);
});

/** As aws-vault lays out an item. */
function itemOf(name: string, [id, secret]: readonly [string, string], token: string = ''): string {
  const data = {
    AccessKeyID: id,
    SecretAccessKey: secret,
    SessionToken: token,
    Source: '',
    CanExpire: false,
  };
  return JSON.stringify({
    Key: name,
    Data: Buffer.from(JSON.stringify(data)).toString('base64'),
    Label: `aws-vault (${name})`,
    Description: '',
    KeychainNotTrustApplication: true,
    KeychainNotSynchronizable: false,
  });
}

describe('keys import --from aws-vault, its encrypted folder', () => {
  const env = { AWS_VAULT_BACKEND: 'file', AWS_VAULT_FILE_PASSPHRASE: PASSPHRASE };

  before(() => {
    aws.sandbox.write('.awsvault/keys/ci', CI_FILE);
    aws.sandbox.write('.awsvault/keys/team%2Fjane', JANE_FILE);
    aws.sandbox.write('.awsvault/keys/sts.GetSessionToken,Y2k,,1893456000', 'a session');
    aws.sandbox.write('.awsvault/keys/oidc:https:%2F%2Fexample.awsapps.com%2Fstart', 'a token');
  });

  it('copies a key, which then works, and leaves the file as it is', async () => {
    const { status, stderr, stdout } = await run(
      ['keys', 'import', 'ci', '--from', 'aws-vault', '--json'],
      env,
    );
    assert.equal(status, 0, stderr);
    assert.match(stderr, /aws-vault remove ci/);
    assert.deepEqual((JSON.parse(stdout) as { imported: unknown }).imported, [
      {
        profile: 'ci',
        access_key_id: CI[0],
        account: '777788889999',
        user: 'arn:aws:iam::777788889999:user/ci-user',
      },
    ]);
    const process = await run(['process', 'ci']);
    assert.equal((JSON.parse(process.stdout) as Record<string, unknown>)['SecretAccessKey'], CI[1]);
    const files = filesBelow(aws.sandbox.home);
    assert.equal(files.get(join(aws.sandbox.home, '.awsvault/keys/ci')), CI_FILE);
    assert.deepEqual(
      [...files].filter(([path, text]) => text.includes(CI[1]) && !path.endsWith('.aws/credentials')),
      [],
    );
    assert.ok(![stdout, stderr].some((text) => text.includes(CI[1]) || text.includes(PASSPHRASE)));
  });

  it('--all takes users’ keys alone, with a slash in the name too', async () => {
    const { status, stderr } = await run(['keys', 'import', '--all', '--from', 'aws-vault'], env);
    assert.equal(status, 0, stderr);
    const { keys } = JSON.parse((await run(['keys', 'list', '--json'])).stdout) as {
      keys: { profile: string }[];
    };
    assert.deepEqual(keys.map(({ profile }) => profile).sort(), ['ci', 'team/jane']);
    assert.doesNotMatch(stderr, /oidc|GetSessionToken/);
  });

  it('never overwrites unasked', async () => {
    const added = await aws.sandbox.run(['keys', 'add', 'ci', '--stdin', '--replace'], {
      env: { AWS_ENDPOINT_URL: aws.server.url },
      stdin: `${JANE.join(' ')}\n`,
    });
    assert.equal(added.status, 0, added.stderr);
    const refused = await run(['keys', 'import', 'ci', '--from', 'aws-vault'], env);
    assert.equal(refused.status, 2, refused.stderr);
    assert.match(refused.stderr, /other keys of profile "ci" are in the store already/);
    const replaced = await run(['keys', 'import', 'ci', '--from', 'aws-vault', '--replace'], env);
    assert.equal(replaced.status, 0, replaced.stderr);
    assert.equal(filesBelow(aws.sandbox.home).get(join(aws.sandbox.home, '.awsvault/keys/ci')), CI_FILE);
  });

  it('refuses a wrong passphrase, a damaged file, an unknown name and another store, in one line', async () => {
    aws.sandbox.write('.awsvault/keys/broken', CI_FILE.slice(0, 200));
    aws.sandbox.write('.awsvault/keys/renamed', CI_FILE);
    const cases: readonly (readonly [string, Readonly<Record<string, string>>, number, RegExp])[] = [
      ['ci', { AWS_VAULT_FILE_PASSPHRASE: 'other' }, 2, /passphrase does not open aws-vault’s keys/],
      ['broken', {}, 2, /keys\/broken is no file of aws-vault’s keys/],
      ['renamed', {}, 2, /keys\/renamed is no file of aws-vault’s keys/],
      ['nobody', {}, 2, /aws-vault has no keys "nobody"/],
      ['ci', { AWS_VAULT_BACKEND: 'pass' }, 2, /aws-vault’s store pass cannot be read/],
      ['ci', { AWS_VAULT_FILE_PASSPHRASE: '' }, 4, /have a passphrase, and /],
    ];
    for (const [name, extra, status, words] of cases) {
      const result = await run(['keys', 'import', name, '--from', 'aws-vault'], { ...env, ...extra });
      assert.equal(result.status, status, `${name}: ${result.stderr}`);
      assert.match(result.stderr, words);
      assert.equal(result.stdout, '');
    }
    assert.equal((await run(['keys', 'import', 'ci', '--from', 'vault'], env)).status, 2);
    assert.equal((await run(['keys', 'import', 'ci', '--from', 'aws-vault', '--backup'], env)).status, 2);
  });

  it('asks for the passphrase once', { skip: needs(PYTHON) }, async () => {
    const argv = [process.execPath, AWSCRED, 'keys', 'import', '--from', 'aws-vault', 'ci', 'team/jane'];
    const { tty, stderr, status } = await runOnTerminal(argv, {
      env: aws.sandbox.environment({ AWS_ENDPOINT_URL: aws.server.url, AWS_VAULT_BACKEND: 'file' }),
      dialog: [{ expect: /Passphrase of aws-vault/, send: `${PASSPHRASE}\n` }],
    });
    assert.equal(status, 0, stderr);
    assert.ok(![tty, stderr].some((text) => text.includes(PASSPHRASE)));
  });
});

describe('keys import --from aws-vault, the Secret Service', { skip: needs(...KEYRING_PROGRAMS) }, () => {
  let session: KeyringSession;

  before(async () => {
    session = await KeyringSession.start('unlocked');
    for (const [name, text] of [
      ['ci', itemOf('ci', CI)],
      ['-odd name', itemOf('-odd name', JANE)],
      ['temporary', itemOf('temporary', CI, 'a-session-token')],
      ['foreign', JSON.stringify({ Key: 'other', Data: 'bm90aGluZw==' })],
    ] as const) {
      const words = ['store', '--label', name, '--', 'profile', name];
      execFileSync('secret-tool', words, { env: session.environment, input: text });
    }
  });
  after(async () => await session.stop());

  const keychain = (): Record<string, string> => ({
    AWS_VAULT_BACKEND: 'secret-service',
    DBUS_SESSION_BUS_ADDRESS: session.environment['DBUS_SESSION_BUS_ADDRESS'] ?? '',
  });

  it('copies the key that an item of that name holds', async () => {
    const { status, stderr } = await run(
      ['keys', 'import', 'ci', '--from', 'aws-vault', '--replace'],
      keychain(),
    );
    assert.equal(status, 0, stderr);
    const odd = await run(['keys', 'import', '--from', 'aws-vault', '--', '-odd name'], keychain());
    assert.equal(odd.status, 0, odd.stderr);
    assert.ok(!odd.stderr.includes(JANE[1]));
  });

  it('refuses what is no user’s keys', async () => {
    const temporary = await run(['keys', 'import', 'temporary', '--from', 'aws-vault'], keychain());
    assert.equal(temporary.status, 2);
    assert.match(temporary.stderr, /"temporary" are temporary/);
    for (const name of ['foreign', 'nobody']) {
      const result = await run(['keys', 'import', name, '--from', 'aws-vault'], keychain());
      assert.equal(result.status, 2);
      assert.match(result.stderr, /aws-vault exec --no-session \w+ -- awscred keys add \w+ --from-env/);
    }
  });

  it('--all asks for the profiles of the config', async () => {
    await run(['keys', 'remove', 'ci', '--yes']);
    const { status, stderr } = await run(['keys', 'import', '--all', '--from', 'aws-vault'], keychain());
    assert.equal(status, 0, stderr);
    assert.match(stderr, /ci: key AKIAEXAMPLECIUSER234 is kept/);
  });
});
