import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { before, beforeEach, describe, it } from 'node:test';
import { Headless, type HeadlessResult } from '../../support/headless.ts';
import { headlessAws } from '../../support/aws/headless-aws.ts';
import { HotHome } from '../../support/hot/hot-home.ts';
import { needsKernelKeyring } from '../../support/store/kernel-keyring.ts';
import { Sandbox } from '../../support/sandbox.ts';

const keys = (name: string): string =>
  `[profile ${name}]\nregion = eu-west-1\naws_access_key_id = AKIA${name.toUpperCase()}\naws_secret_access_key = s\n`;
const CONFIG = ['default', 'acme', 'deep', 'other'].map(keys).join('');
const RULES = `store = file
[folder ~/code/acme]
profile = acme
[folder ~/code/acme/deep/]
profile = deep
[folder "/srv/with blank"]
profile = other
`;

describe('[folder …] of config.ini', () => {
  let home: Headless;

  beforeEach(() => {
    home = new Headless();
    home.write('.aws/config', CONFIG);
    home.write('.config/awscred/config.ini', RULES);
  });

  const chosenIn = async (folder: string, options = {}): Promise<unknown> => {
    home.enter(folder);
    const { stdout } = await home.run(['explain', '--json'], options);
    const { profile, chosen } = JSON.parse(stdout) as { profile: string; chosen: { from: string } };
    return [profile, chosen.from];
  };

  it('the deepest folder that holds the current one names the profile', async () => {
    for (const [folder, name, from] of [
      ['code/acme', 'acme', 'folder'],
      ['code/acme/src/x', 'acme', 'folder'],
      ['code/acme/deep', 'deep', 'folder'],
      ['code/acme/deep/er', 'deep', 'folder'],
      ['code/acme/deeper', 'acme', 'folder'],
      ['code/acme2', 'default', 'default'],
      ['code', 'default', 'default'],
      ['../../srv/with blank', 'default', 'default'],
    ]) {
      assert.deepEqual(await chosenIn(folder ?? ''), [name, from], folder);
    }
  });

  it('a word and each variable come first', async () => {
    for (const variable of ['AWSCRED_PROFILE', 'AWS_PROFILE', 'AWS_DEFAULT_PROFILE']) {
      const env = { [variable]: 'other' };
      assert.deepEqual(await chosenIn('code/acme', { env }), ['other', variable]);
    }
    home.enter('code/acme');
    const { stdout } = await home.run(['explain', 'other', '--json']);
    assert.deepEqual((JSON.parse(stdout) as { chosen: unknown }).chosen, {
      from: 'PROFILE',
      folder: null,
      file: null,
      line: null,
    });
  });

  it('every command that may leave PROFILE out takes it', async () => {
    home.enter('code/acme/deep');
    const assumed = await home.run(['assume', '-o', 'json']);
    assert.equal((JSON.parse(assumed.stdout) as Record<string, string>)['AWSCRED_PROFILE'], 'deep');
    const { calls } = await home.run(['exec', '--', 'true']);
    assert.equal(calls[0]?.variables.get('AWS_ACCESS_KEY_ID'), 'AKIADEEP');
    const { stdout } = await home.run(['process']);
    assert.equal((JSON.parse(stdout) as Record<string, string>)['AccessKeyId'], 'AKIADEEP');
  });

  it('explain says where the choice came from', async () => {
    home.enter('code/acme');
    const at = '~/.config/awscred/config.ini:3';
    const { stdout } = await home.run(['explain']);
    assert.ok(stdout.includes(`\nchosen by [folder ~/code/acme] (${at})\n`), stdout);
    assert.doesNotMatch((await home.run(['explain', 'acme'])).stdout, /chosen/);
    const env = { AWS_PROFILE: 'other' };
    assert.match((await home.run(['explain'], { env })).stdout, /\nchosen by AWS_PROFILE\n/);
  });

  const refused = async (rules: string, line: number, message: RegExp): Promise<void> => {
    home.write('.config/awscred/config.ini', rules);
    home.enter('code/acme');
    const runs: HeadlessResult[] = [];
    for (const args of [['process'], ['assume', '-o', 'json'], ['explain'], ['whoami']]) {
      runs.push(await home.run(args));
    }
    runs.forEach(({ status, stdout, stderr }) => {
      assert.deepEqual([status, stdout], [2, ''], stderr);
      assert.match(stderr, new RegExp(`^awscred: ~/.config/awscred/config.ini:${line}: `));
      assert.match(stderr, message);
    });
    assert.equal((await home.run(['exec', '--', 'true'])).status, 125);
  };

  for (const [what, rules, line, message] of [
    [
      'an unknown profile',
      '[folder ~/code/acme]\nprofile = acem\n',
      2,
      /no profile "acem"\n.*did you mean acme/s,
    ],
    ['no profile', 'store = file\n[folder ~/code/acme]\n', 2, /names no profile: add profile = NAME/],
    ['an empty profile', '[folder ~/code/acme]\nprofile =\n', 2, /profile names no profile/],
    [
      'another key',
      '[folder ~/x]\nprofile = acme\nconfirm = true\n',
      3,
      /no key "confirm"; there is: profile/,
    ],
    ['the key twice', '[folder ~/x]\nprofile = acme\nprofile = acme\n', 3, /appears twice/],
    ['a relative path', '[folder code/acme]\nprofile = acme\n', 1, /is a relative path/],
    ['a path of this folder', '[folder .]\nprofile = acme\n', 1, /is a relative path/],
    ["another user's home", '[folder ~root/x]\nprofile = acme\n', 1, /is a relative path/],
    ['no path', '[folder]\nprofile = acme\n', 1, /names no folder/],
    [
      'one folder with two profiles',
      '[folder ~/code/acme]\nprofile = acme\n[folder ~/code/acme]\nprofile = deep\n',
      4,
      /is the folder of line 2, with another profile/,
    ],
  ] as const) {
    it(`${what} is exit 2 by file and line`, async () => refused(rules, line, message));
  }

  it('doctor names a folder whose profile is not there', async () => {
    home.append('.config/awscred/config.ini', '[folder ~/gone]\nprofile = nosuch\n');
    const { stdout } = await home.run(['doctor']);
    assert.match(stdout, /warn +guards +\[folder ~\/gone\] names the profile "nosuch", which does not exist/);
  });
});

describe('[folder …] and whoami', () => {
  it('says which folder chose the profile, on stderr and in JSON; nothing for a shell’s own keys', async () => {
    const { sandbox } = await headlessAws();
    const file = sandbox.write('.config/awscred/config.ini', '[folder ~/code]\nprofile = jane\n');
    sandbox.enter('code/app');
    const told = await sandbox.run(['whoami']);
    assert.match(told.stdout, /user\/jane\n$/, told.stderr);
    assert.equal(
      told.stderr,
      'awscred: profile jane: chosen by [folder ~/code] (~/.config/awscred/config.ini:2)\n',
    );
    assert.equal((await sandbox.run(['whoami', 'jane'])).stderr, '');
    assert.equal((await sandbox.run(['whoami', '-q'])).stderr, '');
    const { stdout } = await sandbox.run(['whoami', '--json']);
    const { profile, chosen } = JSON.parse(stdout) as Record<string, unknown>;
    assert.deepEqual([profile, chosen], ['jane', { from: 'folder', folder: '~/code', file, line: 2 }]);
    const assumed = await sandbox.run(['assume', 'ci-user', '-o', 'json']);
    const env = JSON.parse(assumed.stdout) as Record<string, string>;
    const ambient = JSON.parse((await sandbox.run(['whoami', '--json'], { env })).stdout) as Record<
      string,
      unknown
    >;
    assert.deepEqual([ambient['profile'], ambient['chosen']], [null, null]);
  });
});

describe('[folder …] with real folders', () => {
  it('links are resolved on both sides, and nothing in the folder is read', async () => {
    const sandbox = new Sandbox();
    sandbox.write('.aws/config', CONFIG);
    const real = join(sandbox.home, 'real/acme');
    mkdirSync(join(real, 'sub'), { recursive: true });
    symlinkSync(real, join(sandbox.home, 'rule'));
    symlinkSync(join(real, 'sub'), join(sandbox.home, 'here'));
    sandbox.write('real/acme/sub/.aws/config', '[default]\n');
    sandbox.write('real/acme/sub/config.ini', '[folder /]\nprofile = other\n');
    sandbox.write('real/acme/sub/.awscred', 'profile = other\n');
    sandbox.write('.config/awscred/config.ini', '[folder ~/rule]\nprofile = acme\n');
    const at = async (cwd: string): Promise<string> => (await sandbox.run(['process'], { cwd })).stdout;
    assert.match(await at(join(sandbox.home, 'here')), /AKIAACME/);
    assert.match(await at(join(real, 'sub')), /AKIAACME/);
    assert.match(await at(join(sandbox.home, 'real')), /AKIADEFAULT/);
  });
});

describe('[folder …] and the hot path', { skip: needsKernelKeyring() }, () => {
  let home: HotHome;

  before(async () => {
    home = await HotHome.start();
  });

  it('no record made elsewhere answers a command that names no profile', async () => {
    const { sandbox } = home;
    const folder = join(sandbox.home, 'code/admin');
    mkdirSync(folder, { recursive: true });
    sandbox.write('.config/awscred/config.ini', '[folder ~/code/admin]\nprofile = admin\n');
    const prod = /^\[profile prod\]\n([^[]*)/m.exec(readFileSync(home.config, 'utf8'))?.[1] ?? '';
    sandbox.append('.aws/config', `\n[default]\n${prod}`);
    const roleIn = async (cwd: string, args: readonly string[]): Promise<string | undefined> => {
      const { stdout, stderr } = await home.run([...args, '-o', 'json'], { cwd });
      assert.notEqual(stdout, '', stderr);
      const { AWSCRED_PROFILE } = JSON.parse(stdout) as Record<string, string>;
      return AWSCRED_PROFILE;
    };
    // Records of each profile that could answer wrongly.
    for (const name of ['prod', 'admin', 'default']) {
      await home.run(['process', name]);
      await home.run(['process', name]);
    }
    const of = async (cwd: string): Promise<string> => (await home.run(['process'], { cwd })).stdout;
    const named = async (name: string): Promise<string> => (await home.run(['process', name])).stdout;
    const [admin, preset] = [await named('admin'), await named('default')];
    assert.notEqual(admin, preset);
    assert.deepEqual([await of(folder), await of(sandbox.home)], [admin, preset]);
    assert.deepEqual(
      [await roleIn(folder, ['assume']), await roleIn(sandbox.home, ['assume'])],
      ['admin', 'default'],
    );
  });
});
