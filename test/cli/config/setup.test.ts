import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, beforeEach, describe, it } from 'node:test';
import { filesBelow } from '../../support/files/files-below.ts';
import { Headless } from '../../support/headless.ts';
import { localAws, PRESS_ALLOW, type LocalAws } from '../../support/aws/local-aws.ts';
import { needs } from '../../support/process/needs.ts';
import { PYTHON, runOnTerminal, type DialogStep } from '../../support/pty.ts';
import { AWSCRED, Sandbox } from '../../support/sandbox.ts';

const START = 'https://acme.awsapps.com/start';
const JANE = ['AKIAEXAMPLEJANEUSER2', 'example/jane/secret/access/key/000000002'] as const;
const CI = ['AKIAEXAMPLECIUSER234', 'example/ci/user/secret/access/key/000001'] as const;
const DEPLOYER = 'arn:aws:iam::777788889999:role/Deployer';
const DEVICE = 'arn:aws:iam::777788889999:mfa/ci-user';

let aws: LocalAws;

before(async () => {
  aws = await localAws();
});

/** From an empty home, which knows of AWS only where it is. */
class Newcomer {
  readonly box = new Sandbox();
  readonly env: Record<string, string | undefined>;

  constructor() {
    const own = { AWS_ENDPOINT_URL: aws.server.url, BROWSER: PRESS_ALLOW };
    this.env = this.box.environment(own);
  }

  get config(): string {
    return readFileSync(join(this.box.home, '.aws/config'), 'utf8');
  }

  async typed(args: readonly string[], dialog: readonly DialogStep[]) {
    return runOnTerminal([process.execPath, AWSCRED, ...args], { env: this.env, dialog });
  }

  async run(args: readonly string[], stdin?: string) {
    return this.box.program([process.execPath, AWSCRED, ...args], {
      env: this.env,
      ...(stdin !== undefined && { stdin }),
    });
  }

  async codeOf(serial: string): Promise<string> {
    const url = `${aws.server.url}/_dev/mfa-code?serial=${encodeURIComponent(serial)}`;
    const { code } = (await (await fetch(url)).json()) as { code: string };
    return code;
  }
}

const answer = (expect: RegExp, send: string): DialogStep => ({ expect, send });

describe('setup, typed from an empty home', { skip: needs(PYTHON) }, () => {
  let jane: Newcomer;
  beforeEach(() => {
    jane = new Newcomer();
  });

  it('sso: signs in, lets an account and a role be chosen, and assume works', async () => {
    const { status, tty, stderr } = await jane.typed(
      ['setup'],
      [
        answer(/How do you get into AWS\?[\s\S]*navigate/, '\r'),
        answer(/Start URL/, 'nonsense\n'),
        answer(/is not the address of an access portal[\s\S]*Start URL/, `${START}\n`),
        answer(/Region of IAM Identity Center/, 'eu-west-1\n'),
        answer(/Name of this SSO session \[acme\]/, '\n'),
        answer(/Account[\s\S]*navigate/, '444455556666\r'),
        answer(/Role[\s\S]*navigate/, 'ReadOnly\r'),
        answer(/Name of the new profile \[acme-prod-readonly\]/, 'prod\n'),
        answer(/Region \[eu-west-1\]/, '\n'),
      ],
    );
    assert.equal(status, 0, tty + stderr);
    assert.equal(
      jane.config,
      `# managed by awscred\n[sso-session acme]\nsso_start_url = ${START}\nsso_region = eu-west-1\n` +
        'sso_registration_scopes = sso:account:access\n\n# managed by awscred\n[profile prod]\n' +
        'sso_session = acme\nsso_account_id = 444455556666\nsso_role_name = ReadOnly\nregion = eu-west-1\n',
    );
    assert.match(stderr, /assumed-role\/AWSReservedSSO_ReadOnly_/);
    assert.match((await jane.run(['assume', 'prod', '-o', 'posix'])).stdout, /AWSCRED_PROFILE=prod;/);
    // The portal told the names of the accounts.
    const { stdout } = await jane.run(['list', '--json']);
    assert.match(stdout, /"account_name": "acme-prod"/);
  });

  it('keys, then a role that wants an MFA code', async () => {
    const keys = await jane.typed(
      ['setup', 'keys'],
      [
        answer(/Access key id/, `${CI[0]}\n`),
        answer(/Secret access key/, `${CI[1]}\r`),
        answer(/Name of the new profile \[default\]/, 'ci\n'),
        answer(/MFA device/, '\n'),
        answer(/Region/, 'eu-west-1\n'),
      ],
    );
    assert.equal(keys.status, 0, keys.tty + keys.stderr);
    assert.ok(!(keys.tty + keys.stderr + keys.stdout).includes(CI[1]), 'the secret was shown');
    assert.ok(!existsSync(join(jane.box.home, '.aws/credentials')), 'the keys are in the store alone');
    assert.deepEqual(
      [...filesBelow(jane.box.home)].filter(([, text]) => text.includes(CI[1])),
      [],
    );
    assert.match((await jane.run(['keys', 'list'])).stdout, new RegExp(`^ci\t${CI[0]}\t777788889999\t`));

    const code = await jane.codeOf(DEVICE);
    const role = await jane.typed(
      ['setup', 'role'],
      [
        answer(/ARN of the role/, `${DEPLOYER}\n`),
        answer(/Name of the new profile \[deployer\]/, '\n'),
        answer(/MFA device/, `${DEVICE}\n`),
        answer(/External id/, '\n'),
        answer(/Region \[eu-west-1\]/, '\n'),
        answer(/MFA code/, `${code}\n`),
      ],
    );
    assert.equal(role.status, 0, role.tty + role.stderr);
    assert.match(role.stderr, /deployer: arn:aws:sts::777788889999:assumed-role\/Deployer\//);
    assert.match((await jane.run(['assume', 'deployer', '-o', 'posix'])).stdout, /AWSCRED_PROFILE=deployer;/);
  });

  it('given up at any question changes nothing', async () => {
    for (const key of ['\u0003', '\u0004']) {
      const { status, tty } = await jane.typed(['setup', 'sso'], [answer(/Start URL/, key)]);
      assert.ok(status !== 0, tty);
      assert.ok(!existsSync(join(jane.box.home, '.aws/config')));
    }
  });
});

describe('setup by options', () => {
  it('a bastion behind SSO, then a role of another account behind it', async () => {
    const jane = new Newcomer();
    assert.equal((await jane.run(['setup', 'sso', ...BASTION, '--no-test'])).status, 0);
    const hub = ['--role-arn', 'arn:aws:iam::222233334444:role/Hub', '--source-profile', 'bastion'];
    assert.equal((await jane.run(['login', 'acme'])).status, 0);
    const { status, stderr, stdout } = await jane.run(['setup', 'role', ...hub, '--json']);
    assert.equal(status, 0, stderr);
    assert.deepEqual(JSON.parse(stdout), {
      version: 1,
      profile: 'hub',
      files: [
        { path: join(jane.box.home, '.aws/config'), backup: (JSON.parse(stdout) as Files).files[0]?.backup },
      ],
      account: '222233334444',
      arn: 'arn:aws:sts::222233334444:assumed-role/Hub/awscred-jane',
    });
    assert.match((await jane.run(['assume', 'hub', '-o', 'posix'])).stdout, /AWSCRED_PROFILE=hub;/);
  });

  it('keys come on stdin, and never in argv', async () => {
    const jane = new Newcomer();
    const args = ['setup', 'keys', '--profile', 'jane', '--region', 'eu-west-1', '--stdin'];
    const { status, stderr, stdout } = await jane.run(args, `${JANE.join(' ')}\n`);
    assert.equal(status, 0, stderr);
    assert.equal(stdout, '');
    assert.ok(!stderr.includes(JANE[1]));
    assert.match(stderr, /arn:aws:iam::111122223333:user\/jane/);
  });

  it('keys that AWS refuses leave nothing behind', async () => {
    const jane = new Newcomer();
    const args = ['setup', 'keys', '--profile', 'jane', '--stdin', '--region', 'eu-west-1'];
    const { status, stderr } = await jane.run(args, `${JANE[0]} ${CI[1]}\n`);
    assert.equal(status, 3, stderr);
    assert.match(stderr, /AWS refused GetCallerIdentity/);
    assert.ok(!existsSync(join(jane.box.home, '.aws/config')));
    assert.equal(
      (await jane.run(['keys', 'list', '--json'])).stdout,
      '{\n  "version": 1,\n  "keys": []\n}\n',
    );
  });

  it('--replace leaves the profile with what setup says alone; every other byte stays', async () => {
    const jane = new Newcomer();
    const text =
      '# mine\n[profile a]\nregion = x  ; why\n\n[profile p]\nrole_arn = old\noutput = json\n# tail\n[profile z]\n';
    jane.box.write('.aws/config', text);
    jane.box.write('.aws/credentials', '');
    const args = ['setup', 'sso', ...BASTION, '--profile', 'p', '--no-test'];
    assert.equal((await jane.run(args)).status, 2);
    assert.equal(jane.config, text);
    const { status, stderr } = await jane.run([...args, '--replace']);
    assert.equal(status, 0, stderr);
    assert.ok(jane.config.startsWith('# mine\n[profile a]\nregion = x  ; why\n\n[profile p]\n'));
    assert.match(jane.config, /\n# tail\n\[profile z\]\n/);
    assert.ok(!jane.config.includes('role_arn') && !jane.config.includes('output'));
  });

  it('--dry-run prints a diff without secrets, and changes nothing', async () => {
    const jane = new Newcomer();
    const args = ['setup', 'keys', '--profile', 'jane', '--stdin', '--dry-run', '--region', 'eu-west-1'];
    const { status, stdout, stderr } = await jane.run(args, JANE.join(' '));
    assert.equal(status, 0, stderr);
    assert.match(stdout, /^\+\[profile jane\]$/m);
    assert.ok(!(stdout + stderr).includes(JANE[1]));
    assert.ok(!existsSync(join(jane.box.home, '.aws/config')));
  });
});

interface Files {
  readonly files: readonly { readonly backup: string | null }[];
}

const BASTION = [
  '--profile=bastion',
  `--start-url=${START}`,
  '--sso-region=eu-west-1',
  '--session=acme',
  '--account=111122223333',
  '--role=PowerUser',
  '--region=eu-west-1',
];

describe('setup for jobs and Google accounts', () => {
  it('writes what a job of GitHub Actions needs, and tests nothing here', async () => {
    const jane = new Newcomer();
    const args = ['setup', 'github', '--role-arn', DEPLOYER, '--region', 'eu-west-1'];
    const { status, stderr } = await jane.run(args);
    assert.equal(status, 0, stderr);
    assert.match(stderr, /github: not tested/);
    assert.match(jane.config, /awscred_web_identity = github-actions\nregion = eu-west-1\n$/);
  });

  it('writes the keys of aws-google-auth', async () => {
    const jane = new Newcomer();
    const ids = ['--google-idp-id', 'C01abcdef', '--google-sp-id', '123456789012'];
    const { status, stderr } = await jane.run(['setup', 'google', ...ids, '--no-test']);
    assert.equal(status, 0, stderr);
    assert.match(
      jane.config,
      /google_config\.google_idp_id = C01abcdef\ngoogle_config\.google_sp_id = 123456789012\n/,
    );
  });
});

describe('setup refuses', () => {
  const rows: readonly (readonly [string, readonly string[], RegExp])[] = [
    ['without a kind', ['setup'], /awscred setup sso/],
    ['an unknown kind', ['setup', 'saml'], /nothing named saml[^]*awscred setup sso/],
    ['a missing answer', ['setup', 'role', '--source-profile', 'a'], /--role-arn is missing/],
    [
      'a missing account',
      ['setup', 'sso', `--start-url=${START}`, '--sso-region=eu-west-1', '--session=s'],
      /--account is missing/,
    ],
    ['a missing secret', ['setup', 'keys', '-p', 'k', '--access-key-id=AKIAIOSFODNN7EXAMPLE'], /--stdin/],
    [
      'a temporary key',
      ['setup', 'keys', '-p', 'k', '--access-key-id=ASIAIOSFODNN7EXAMPLE'],
      /temporary key/,
    ],
    ['no ARN', ['setup', 'role', '--role-arn=x', '--source-profile=a'], /not a role’s ARN/],
    [
      'an unknown source',
      ['setup', 'role', `--role-arn=${DEPLOYER}`, '--source-profile=zz'],
      /--source-profile zz is not among[^]*a, b/,
    ],
    [
      'a security key',
      [
        'setup',
        'role',
        `--role-arn=${DEPLOYER}`,
        '--source-profile=a',
        '--mfa-serial=arn:aws:iam::777788889999:u2f/user/x',
      ],
      /security key/,
    ],
    [
      'a name with a bracket',
      ['setup', 'role', `--role-arn=${DEPLOYER}`, '--source-profile=a', '--profile=x]y'],
      /cannot be a name/,
    ],
    [
      'a name with a line break',
      ['setup', 'role', `--role-arn=${DEPLOYER}`, '--source-profile=a', '--profile=x\ny'],
      /cannot be a name/,
    ],
    [
      'an address that is plain http',
      ['setup', 'sso', '--start-url=http://acme.example/start'],
      /not the address/,
    ],
    [
      'a name that is taken',
      ['setup', 'role', `--role-arn=${DEPLOYER}`, '--source-profile=a', '--profile=b'],
      /--replace/,
    ],
    [
      'a session’s name that is taken',
      ['setup', 'sso', `--start-url=${START}`, '--sso-region=eu-west-1', '--session=other'],
      /--session other is the name of another session/,
    ],
  ];
  for (const [what, args, says] of rows) {
    it(what, async () => {
      const twin = new Headless();
      const text =
        '[profile a]\n[profile b]\n[sso-session other]\nsso_start_url = https://o.awsapps.com/start\nsso_region = eu-west-1\n';
      twin.write('.aws/config', text);
      const { status, stderr, stdout } = await twin.run(args);
      assert.equal(status, 2, stderr);
      assert.match(stderr, says);
      assert.equal(stdout, '');
      assert.equal(twin.read('.aws/config'), text);
    });
  }

  it('a role where there is no profile to start from', async () => {
    const { status, stderr } = await new Headless().run(['setup', 'role']);
    assert.equal(status, 2);
    assert.match(stderr, /awscred setup sso/);
  });
});
