import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { AWS, CLIENTS, PYTHON } from '../../support/aws/aws-clients.ts';
import { awsCliEnvironment } from '../../support/aws/aws-cli.ts';
import { Headless, type HeadlessOptions } from '../../support/headless.ts';
import { localAws, PRESS_ALLOW, type LocalAws } from '../../support/aws/local-aws.ts';
import { needs } from '../../support/process/needs.ts';
import { AWSCRED } from '../../support/sandbox.ts';

const OWN = '/opt/node/bin/node /opt/awscred/bin/awscred.cjs process';
const CONFIG = `[profile plain]
region = eu-west-1
role_arn = arn:aws:iam::111122223333:role/R
source_profile = keys
[profile adopted]
region = eu-west-1
awscred_role_arn = arn:aws:iam::111122223333:role/R
awscred_source_profile = keys
credential_process = ${OWN} adopted
[profile asks]
credential_process = ${OWN} plain
[profile both]
role_arn = arn:aws:iam::111122223333:role/R
source_profile = keys
awscred_role_arn = arn:aws:iam::111122223333:role/R
credential_process = ${OWN} both
[profile keyed]
awscred_role_arn = arn:aws:iam::111122223333:role/R
awscred_source_profile = keys
credential_process = ${OWN} keyed
[profile keys]
aws_access_key_id = AKIAKEYS
aws_secret_access_key = s
`;
const CREDENTIALS = '[keyed]\naws_access_key_id = AKIAWINS\naws_secret_access_key = s\n';

describe('assume --live', () => {
  let home: Headless;

  before(() => {
    home = new Headless();
    home.write('.aws/config', CONFIG);
    home.write('.aws/credentials', CREDENTIALS);
  });

  const variables = async (args: readonly string[], options: HeadlessOptions = {}): Promise<unknown> => {
    const { status, stdout, stderr } = await home.run(['assume', ...args, '-o', 'json'], options);
    assert.equal(status, 0, stderr);
    return JSON.parse(stdout);
  };

  it('sets the profile and its region, and no secret', async () => {
    assert.deepEqual(await variables(['--live', 'adopted']), {
      AWS_PROFILE: 'adopted',
      AWS_REGION: 'eu-west-1',
      AWS_DEFAULT_REGION: 'eu-west-1',
      AWSCRED_PROFILE: 'adopted',
      AWSCRED_REGION: 'eu-west-1',
    });
    const asks = (await variables(['--live', 'asks'])) as Record<string, string>;
    assert.equal(asks['AWS_PROFILE'], 'asks');
  });

  for (const output of ['posix', 'fish', 'powershell', 'cmd', 'tcsh', 'nushell', 'elvish', 'xonsh']) {
    it(`clears every key in ${output}`, async () => {
      const { status, stdout, stderr } = await home.run(['assume', '--live', 'adopted', '-o', output]);
      assert.equal(status, 0, stderr);
      for (const name of [
        'AWS_ACCESS_KEY_ID',
        'AWS_SECRET_ACCESS_KEY',
        'AWS_SESSION_TOKEN',
        'AWS_SECURITY_TOKEN',
        'AWS_CREDENTIAL_EXPIRATION',
        'AWS_DEFAULT_PROFILE',
        'AWS_WEB_IDENTITY_TOKEN_FILE',
        'AWS_CONTAINER_CREDENTIALS_FULL_URI',
        'AWSCRED_EXPIRES',
      ]) {
        assert.ok(stdout.includes(name), name);
      }
    });
  }

  for (const profile of ['plain', 'both', 'keyed', 'keys']) {
    it(`is exit 2 for ${profile}, for which AWS's tools would not ask awscred`, async () => {
      const { status, stdout, stderr } = await home.run(['assume', '--live', profile, '-o', 'posix']);
      assert.deepEqual([status, stdout], [2, '(exit 2);\n']);
      assert.match(stderr, new RegExp(`^awscred: ~/.aws/config:\\d+: profile "${profile}" is not adopted`));
      assert.ok(stderr.includes(`hint: \`awscred adopt ${profile}\``), stderr);
    });
  }

  it('refuses what it cannot hold: formats of credentials, options that the line does not carry', async () => {
    for (const [args, message] of [
      [['-o', 'ini'], /ini output is made of credentials/],
      [['-o', 'process'], /process output is made of credentials/],
      [['-o', 'posix', '-d', '15m'], /--duration would not hold/],
      [['-o', 'posix', '--read-only'], /--read-only would not hold/],
    ] as const) {
      const { status, stderr } = await home.run(['assume', '--live', 'adopted', ...args]);
      assert.equal(status, 2);
      assert.match(stderr, message);
    }
    assert.match(
      (await home.run(['assume', '--live', 'nosuch', '-o', 'posix'])).stderr,
      /no profile "nosuch"/,
    );
  });

  it('--unset brings back the profile from before, the same name too', async () => {
    for (const mine of ['mine', 'adopted']) {
      const env = { AWS_PROFILE: mine };
      const live = (await variables(['--live', 'adopted'], { env })) as Record<string, string>;
      assert.equal(live['AWS_PROFILE'], 'adopted');
      const { stdout } = await home.run(['assume', '--live', 'adopted', '-o', 'posix'], { env });
      assert.ok(stdout.includes(`export AWSCRED_PREVIOUS_AWS_PROFILE=${mine};`), stdout);
      const held = { ...live, AWSCRED_PREVIOUS_AWS_PROFILE: mine };
      const back = await home.run(['assume', '--unset', '-o', 'posix'], { env: held });
      assert.ok(back.stdout.includes(`export AWS_PROFILE=${mine};`), back.stdout);
    }
    const held = { AWS_PROFILE: 'adopted', AWSCRED_PROFILE: 'adopted' };
    const gone = await home.run(['assume', '--unset', '-o', 'posix'], { env: held });
    assert.match(gone.stdout, /^unset .*\bAWS_PROFILE\b/m);
    assert.doesNotMatch(gone.stdout, /export/);
    // An assume after it does not take the live profile for the user's own.
    const next = await home.run(['assume', 'keys', '-o', 'posix'], { env: held });
    assert.doesNotMatch(next.stdout, /PREVIOUS/);
  });
});

describe('assume --live in a shell', { skip: needs(AWS, PYTHON) }, () => {
  let aws: LocalAws;

  before(async () => {
    aws = await localAws();
    const signedIn = await aws.sandbox.run(['login', 'acme'], { env: { BROWSER: PRESS_ALLOW } });
    assert.equal(signedIn.status, 0, signedIn.stderr);
  });

  for (const [name, argv] of Object.entries(CLIENTS)) {
    it(`${name} is the profile, whatever keys the shell had`, async () => {
      const adopted = await aws.sandbox.run(['adopt', 'prod-readonly']);
      assert.equal(adopted.status, 0, adopted.stderr);
      const client = argv.map((word) => `'${word.replaceAll("'", String.raw`'\''`)}'`).join(' ');
      const script = `eval $("$@" assume --live prod-readonly -o posix) && env | grep -c SECRET; ${client}`;
      const env = {
        ...awsCliEnvironment(aws.server.url, aws.sandbox.home),
        AWS_ACCESS_KEY_ID: 'AKIAOTHER',
        AWS_SECRET_ACCESS_KEY: 'other',
      };
      const shell = ['/bin/sh', '-c', script, 'sh', process.execPath, AWSCRED];
      const { stdout, stderr } = await aws.sandbox.program(shell, { env });
      assert.equal(stdout, '0\narn:aws:sts::444455556666:assumed-role/ReadOnly/awscred-jane\n', stderr);
    });
  }
});
