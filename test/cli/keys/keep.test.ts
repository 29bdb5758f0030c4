import assert from 'node:assert/strict';
import { chmodSync, existsSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { before, beforeEach, describe, it } from 'node:test';
import { filesBelow } from '../../support/files/files-below.ts';
import { KilledImport } from '../../support/process/killed-import.ts';
import { needs } from '../../support/process/needs.ts';
import { quickVault } from '../../support/store/quick-vault.ts';
import { PYTHON, runOnTerminal } from '../../support/pty.ts';
import { startDevServer, type DevServer } from '../../../src/dev-server/dev-server.ts';
import { atEnd } from '../../support/process/cleanup.ts';
import { AWSCRED, type RunResult, Sandbox } from '../../support/sandbox.ts';

const CI = ['AKIAEXAMPLECIUSER234', 'example/ci/user/secret/access/key/000001'] as const;
const JANE = ['AKIAEXAMPLEJANEUSER2', 'example/jane/secret/access/key/000000002'] as const;

let server: DevServer;

before(async () => {
  server = await startDevServer();
  atEnd(async () => server.close());
});

class Home {
  readonly box = new Sandbox();
  readonly env: Record<string, string>;

  constructor(env: Record<string, string> = {}) {
    this.env = { AWS_ENDPOINT_URL: server.url, ...env };
    this.box.write('.aws/config', '[default]\nregion = eu-west-1\n');
  }

  get credentials(): string {
    return readFileSync(join(this.box.home, '.aws/credentials'), 'utf8');
  }

  async run(args: readonly string[], stdin = ''): Promise<RunResult> {
    return this.box.run(args, { env: this.env, stdin });
  }

  /** Runs and expects success. */
  async ok(args: readonly string[], stdin = ''): Promise<string> {
    const { status, stdout, stderr } = await this.run(args, stdin);
    assert.equal(status, 0, stderr);
    return stdout;
  }

  async refused(status: number, words: RegExp, args: readonly string[], stdin = ''): Promise<void> {
    const result = await this.run(args, stdin);
    assert.equal(result.status, status, `${args.join(' ')}: ${result.stderr}`);
    assert.match(result.stderr, words);
    assert.equal(result.stdout, '');
  }

  get keys(): Promise<readonly string[]> {
    return this.ok(['keys', 'list', '--json']).then((text) =>
      (JSON.parse(text) as { keys: { profile: string }[] }).keys.map(({ profile }) => profile),
    );
  }

  async secretOf(profile: string): Promise<string> {
    const answer = JSON.parse(await this.ok(['process', profile])) as Record<string, string>;
    return answer['SecretAccessKey'] ?? '';
  }
}

let home: Home;

beforeEach(async () => {
  home = new Home();
  await quickVault(home.box);
});

describe('keys add', () => {
  it('keeps what stdin says, makes the profile, and every way out has the keys', async () => {
    await home.ok(['keys', 'add', 'ci', '--stdin', '--region', 'eu-west-1'], `${CI.join(' ')}\n`);
    assert.match(
      readFileSync(join(home.box.home, '.aws/config'), 'utf8'),
      /\[profile ci\]\nregion = eu-west-1\n/,
    );
    assert.equal(await home.secretOf('ci'), CI[1]);
    const { keys } = JSON.parse(await home.ok(['keys', 'list', '--json'])) as {
      keys: Record<string, unknown>[];
    };
    const { added, ...rest } = keys[0] ?? {};
    assert.match(String(added), /^\d{4}-\d\d-\d\dT.*Z$/);
    assert.deepEqual(rest, {
      profile: 'ci',
      access_key_id: CI[0],
      account: '777788889999',
      user: 'arn:aws:iam::777788889999:user/ci-user',
      last_rotated: null,
    });
    assert.match(await home.ok(['list']), /^ci\t–\t\(user\)\tkeys in the store\t/m);
    assert.match(await home.ok(['explain', 'ci']), /reads AKIA…R234 from the store/);
    const secretsInFiles = [...filesBelow(home.box.home)].filter(([, text]) => text.includes(CI[1]));
    assert.deepEqual(secretsInFiles, []);
  });

  it('is a source of roles like any other', async () => {
    await home.ok(['keys', 'add', 'ci', '--stdin'], CI.join('\n'));
    home.box.append(
      '.aws/config',
      '[profile deploy]\nrole_arn = arn:aws:iam::777788889999:role/Deployer\nsource_profile = ci\nmfa_serial = arn:aws:iam::777788889999:mfa/ci-user\n',
    );
    const url = `${server.url}/_dev/mfa-code?serial=arn:aws:iam::777788889999:mfa/ci-user`;
    const { code } = (await (await fetch(url)).json()) as { code: string };
    assert.match(await home.ok(['process', 'deploy', '-t', code]), /"SessionToken"/);
    // Removing the keys ends what they had obtained.
    await home.ok(['keys', 'remove', 'ci', '--yes']);
    assert.doesNotMatch(await home.ok(['cache', 'list']), /Deployer|mfa-session/);
  });

  it('takes the environment, and reads kept keys under --no-cache', async () => {
    home.env['AWS_ACCESS_KEY_ID'] = CI[0];
    home.env['AWS_SECRET_ACCESS_KEY'] = CI[1];
    await home.ok(['keys', 'add', 'ci', '--from-env']);
    assert.match(await home.ok(['process', 'ci', '--no-cache']), new RegExp(CI[0]));
    home.env['AWS_SESSION_TOKEN'] = 'x';
    await home.refused(2, /temporary keys/, ['keys', 'add', 'b', '--from-env']);
  });

  it('asks for both without echo', { skip: needs(PYTHON) }, async () => {
    const { status, tty, stderr } = await runOnTerminal([process.execPath, AWSCRED, 'keys', 'add', 'ci'], {
      env: home.box.environment(home.env),
      dialog: [
        { expect: /Access key id/, send: `${CI[0]}\r` },
        { expect: /Secret access key/, send: `${CI[1]}\r` },
      ],
    });
    assert.equal(status, 0, tty + stderr);
    assert.ok(!tty.includes(CI[1]) && !tty.includes(CI[0]));
    assert.deepEqual(await home.keys, ['ci']);
  });

  it('refuses what cannot be used, and keeps nothing', async () => {
    home.box.append(
      '.aws/config',
      [
        '[profile other]\naws_account_id = 111122223333',
        '[profile device]\nmfa_serial = arn:aws:iam::111122223333:mfa/jane',
        '[profile role]\nrole_arn = arn:aws:iam::777788889999:role/Deployer\nsource_profile = default',
        '[profile sso]\nsso_start_url = https://a.awsapps.com/start\nsso_region = eu-west-1\nsso_account_id = 111122223333\nsso_role_name = R\n',
      ].join('\n'),
    );
    home.box.write('.config/awscred/config.ini', '[profile guarded]\nallowed_account_ids = 111122223333\n');
    const stdin = CI.join(' ');
    await home.refused(2, /two words/, ['keys', 'add', 'a', '--stdin'], CI[0]);
    await home.refused(2, /temporary key/, ['keys', 'add', 'a', '--stdin'], `ASIAEXAMPLE123456789 ${CI[1]}`);
    await home.refused(3, /GetCallerIdentity/, ['keys', 'add', 'a', '--stdin'], `${CI[0]} ${JANE[1]}`);
    await home.refused(
      3,
      /does not know the access key/,
      ['keys', 'add', 'a', '--stdin'],
      `AKIA2222222222222222 ${CI[1]}`,
    );
    await home.refused(
      2,
      /config:\d+: these are keys of account 777788889999/,
      ['keys', 'add', 'other', '--stdin'],
      stdin,
    );
    await home.refused(2, /of account 777788889999/, ['keys', 'add', 'device', '--stdin'], stdin);
    await home.refused(2, /another way/, ['keys', 'add', 'sso', '--stdin'], stdin);
    await home.refused(2, /allowed_account_ids/, ['keys', 'add', 'guarded', '--stdin'], stdin);
    await home.refused(2, /cannot be a name/, ['keys', 'add', 'x]y', '--stdin'], stdin);
    await home.refused(2, /choose one/, ['keys', 'add', 'a', '--stdin', '--from-env'], stdin);
    await home.refused(2, /needs the name/, ['keys', 'add', '--stdin'], stdin);
    await home.refused(4, /keys add a` in a terminal/, ['keys', 'add', 'a']);
    home.env['AWSCRED_STORE'] = 'none';
    await home.refused(2, /store = none/, ['keys', 'add', 'a', '--stdin'], stdin);
    home.env['AWSCRED_STORE'] = 'file';
    assert.deepEqual(await home.keys, []);
    assert.doesNotMatch(readFileSync(join(home.box.home, '.aws/config'), 'utf8'), /profile (?:a|guarded)\]/);
  });

  it('overwrites nothing without --replace', async () => {
    await home.ok(['keys', 'add', 'p', '--stdin'], CI.join(' '));
    await home.refused(2, /--replace overwrites/, ['keys', 'add', 'p', '--stdin'], JANE.join(' '));
    assert.equal(await home.secretOf('p'), CI[1]);
    await home.ok(['keys', 'add', 'p', '--stdin', '--replace'], JANE.join(' '));
    assert.equal(await home.secretOf('p'), JANE[1]);
  });

  it('without AWS keeps them untested with --no-test', async () => {
    home.env['AWS_ENDPOINT_URL'] = 'http://127.0.0.1:1';
    await home.refused(6, /./, ['keys', 'add', 'p', '--stdin'], CI.join(' '));
    await home.ok(['keys', 'add', 'p', '--stdin', '--no-test'], CI.join(' '));
    assert.match(await home.ok(['keys', 'list']), /^p\tAKIAEXAMPLECIUSER234\t–\t–\t/);
  });
});

describe('keys import', () => {
  const FILE = `# top\r\n[ci]\r\naws_access_key_id = ${CI[0]} \r\n# between\r\naws_secret_access_key=${CI[1]}\r\nregion = eu-west-1\r\n\r\n[temp]\r\naws_access_key_id = ASIAEXAMPLE123456789\r\naws_secret_access_key = ${CI[1]}\r\naws_session_token = t\r\n[half]\r\naws_access_key_id = AKIAEXAMPLE123456789\r\n[twice]\r\nregion = x\r\n[twice]\r\noutput = json\r\n[jane]\r\naws_access_key_id = ${JANE[0]}\r\naws_secret_access_key = ${JANE[1]}\r\n# end`;
  const WITHOUT_CI = FILE.replace(`aws_access_key_id = ${CI[0]} \r\n`, '').replace(
    `aws_secret_access_key=${CI[1]}\r\n`,
    '',
  );

  it('moves a pair; every other byte of a linked file stays', async () => {
    const target = home.box.write('dotfiles/credentials', FILE);
    symlinkSync(target, join(home.box.home, '.aws/credentials'));
    await home.ok(['keys', 'import', 'ci']);
    assert.equal(readFileSync(target, 'utf8'), WITHOUT_CI);
    assert.equal(await home.secretOf('ci'), CI[1]);
    const copies = [...filesBelow(home.box.home)].filter(
      ([, text]) => text.includes(CI[1]) && !text.includes('[temp]'),
    );
    assert.deepEqual(copies, []);
  });

  it('--all takes what is long-lived and whole, and says what it leaves', async () => {
    home.box.write('.aws/credentials', FILE);
    const { status, stdout, stderr } = await home.run(['keys', 'import', '--all', '--json']);
    assert.equal(status, 0, stderr);
    const { imported, left } = JSON.parse(stdout) as Record<'imported' | 'left', { profile: string }[]>;
    assert.deepEqual(
      [imported, left].map((rows) => rows?.map(({ profile }) => profile)),
      [
        ['ci', 'jane'],
        ['temp', 'half'],
      ],
    );
    assert.equal(stderr.match(/stays in ~\/\.aws\/credentials/g)?.length, 2);
    assert.ok(!home.credentials.includes(JANE[1]) && home.credentials.includes('[jane]\r\n# end'));
    // Once more: nothing to do.
    assert.deepEqual(
      (JSON.parse(await home.ok(['keys', 'import', '--all', '--json'])) as { imported: [] }).imported,
      [],
    );
  });

  it('--backup keeps a copy', async () => {
    home.box.write('.aws/credentials', FILE);
    const { backups } = JSON.parse(await home.ok(['keys', 'import', 'ci', '--backup', '--json'])) as {
      backups: string[];
    };
    assert.equal(readFileSync(backups[0] ?? '', 'utf8'), FILE);
  });

  it('refuses what cannot be moved exactly, and changes neither place', async () => {
    const repeated = `${FILE}\n[ci]\noutput = json\n`;
    const refusals: readonly (readonly [string, number, RegExp, readonly string[]])[] = [
      [repeated, 2, /stands twice|twice/, ['ci']],
      [FILE, 2, /temporary/, ['temp']],
      [FILE, 2, /half a key pair/, ['half']],
      [FILE, 2, /no profile|does not exist|unknown/i, ['nobody']],
      [FILE, 2, /no keys in/, ['default']],
      [FILE, 2, /which profiles/, []],
      [FILE, 2, /name none/, ['--all', 'ci']],
      [FILE.replace(CI[1], JANE[1]), 3, /GetCallerIdentity/, ['ci']],
    ];
    for (const [text, status, words, args] of refusals) {
      home.box.write('.aws/credentials', text);
      await home.refused(status, words, ['keys', 'import', ...args]);
      assert.equal(home.credentials, text);
      assert.deepEqual(await home.keys, []);
    }
  });

  it('goes on after a run that was killed between the store and the file', async () => {
    home.box.write('.aws/credentials', FILE);
    await home.ok(['keys', 'add', 'ci', '--stdin'], CI.join(' '));
    assert.match((await home.run(['explain', 'ci'])).stdout, /not used; clean up: awscred keys import ci/);
    await home.ok(['keys', 'import', 'ci']);
    assert.equal(home.credentials, WITHOUT_CI);
  });

  it('killed anywhere, leaves the key in the store or in the file, and no other byte changed', async () => {
    const killed = await KilledImport.at(server);
    for (const part of [0.3, 0.5, 0.6, 0.7, 0.8, 0.9]) {
      await killed.round(part);
    }
  });

  it('asks before other keys are overwritten; the store wins meanwhile', async () => {
    home.box.write('.aws/credentials', FILE);
    await home.ok(['keys', 'add', 'ci', '--stdin'], JANE.join(' '));
    assert.equal(await home.secretOf('ci'), JANE[1]);
    await home.refused(2, /--replace/, ['keys', 'import', 'ci']);
    assert.equal(home.credentials, FILE);
    await home.ok(['keys', 'import', 'ci', '--replace']);
    assert.equal(await home.secretOf('ci'), CI[1]);
  });

  it(
    'a folder that cannot be written leaves both as they were',
    { skip: process.getuid?.() === 0 },
    async () => {
      home.box.write('.aws/credentials', FILE);
      chmodSync(join(home.box.home, '.aws'), 0o500);
      await home.refused(1, /cannot/, ['keys', 'import', 'ci']);
      chmodSync(join(home.box.home, '.aws'), 0o700);
      assert.equal(home.credentials, FILE);
    },
  );
});

describe('a lost index', () => {
  it('is said by list, explain and keys list, and made anew by the next command that opens the store', async () => {
    await home.ok(['keys', 'add', 'ci', '--stdin'], CI.join(' '));
    const index = join(home.box.home, '.local/state/awscred/index.json');
    for (const lose of [
      () => rmSync(index),
      () => home.box.write('.local/state/awscred/index.json', '{"ro'),
    ]) {
      lose();
      for (const args of [['list'], ['keys', 'list'], ['explain', 'ci']]) {
        assert.match((await home.run(args)).stderr, /index of the store is lost/, args.join(' '));
      }
      assert.equal(await home.secretOf('ci'), CI[1]);
      assert.deepEqual(await home.keys, ['ci']);
    }
    assert.ok(existsSync(index));
  });

  it('a role behind kept keys finds them again', async () => {
    await home.ok(['keys', 'add', 'ci', '--stdin'], CI.join(' '));
    home.box.append(
      '.aws/config',
      '[profile r]\nrole_arn = arn:aws:iam::777788889999:role/Auditor\nsource_profile = ci\n',
    );
    rmSync(join(home.box.home, '.local/state/awscred/index.json'));
    const { stderr } = await home.run(['process', 'r']);
    assert.doesNotMatch(stderr, /has no credentials/);
  });
});

describe('keys remove', () => {
  it('wants a yes', async () => {
    await home.ok(['keys', 'add', 'ci', '--stdin'], CI.join(' '));
    await home.refused(4, /keys remove --yes ci/, ['keys', 'remove', 'ci']);
    assert.deepEqual(await home.keys, ['ci']);
    await home.ok(['keys', 'remove', 'ci', '--yes']);
    assert.deepEqual(await home.keys, []);
    await home.refused(2, /no keys are kept/, ['keys', 'remove', 'ci', '--yes']);
  });
});
