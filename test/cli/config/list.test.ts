import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { Headless } from '../../support/headless.ts';

const KEYS =
  'aws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY\n';
const role = (name: string, account: string, source: string): string =>
  `[profile ${name}]\nrole_arn = arn:aws:iam::${account}:role/Admin\nsource_profile = ${source}\n`;

describe('list', () => {
  let sandbox: Headless;
  const names = async (...args: readonly string[]): Promise<readonly string[]> => {
    const result = await sandbox.run(['list', ...args]);
    assert.equal(result.status, 0, result.stderr);
    return result.stdout.split('\n').flatMap((line) => (line === '' ? [] : [line.split('\t')[0] ?? '']));
  };

  before(() => {
    sandbox = new Headless();
    sandbox.write(
      '.aws/config',
      `[profile base]\n${KEYS}${role('prod-a', '444455556666', 'base')}${role('prod-b', '777788889999', 'base')}${role('stage', '444455556666', 'nosuch')}[profile empty]\nregion = eu-west-1\n`,
    );
    sandbox.write(
      '.config/awscred/config.ini',
      '[profile prod-a]\nconfirm = true\n[profile prod-*]\nallowed_account_ids = 444455556666\n',
    );
  });

  it('takes patterns on names', async () => {
    assert.deepEqual(await names(), ['base', 'prod-a', 'prod-b', 'stage', 'empty']);
    assert.deepEqual(await names('prod-*'), ['prod-a', 'prod-b']);
    assert.deepEqual(await names('*a*e'), ['base', 'stage']);
    assert.deepEqual(await names('prod-?', 'base'), ['base', 'prod-a', 'prod-b']);
    assert.deepEqual(await names('prod'), []);
    const json = await sandbox.run(['list', '--json', 'prod-*']);
    const { profiles } = JSON.parse(json.stdout) as {
      profiles: { profile: string; guards: string[]; error: string | null }[];
    };
    assert.deepEqual(
      profiles.map(({ profile }) => profile),
      ['prod-a', 'prod-b'],
    );
    assert.deepEqual(profiles[0]?.guards, ['confirm', 'allowed_account_ids']);
    assert.match(profiles[1]?.error ?? '', /777788889999 is not among allowed_account_ids/);
  });

  it('says what nothing matches', async () => {
    const { status, stdout, stderr } = await sandbox.run(['list', 'prdo-a']);
    assert.deepEqual([status, stdout], [0, '']);
    assert.equal(
      stderr,
      'awscred: no profile matches "prdo-a": there are 5\nawscred: hint: did you mean prod-a?\n',
    );
  });

  it('says why a profile leads nowhere and what is guarded', async () => {
    const { stdout } = await sandbox.run(['list']);
    assert.match(stdout, /^stage\t.*the source_profile "nosuch" does not exist \(~\/\.aws\/config:\d+\)$/m);
    assert.match(stdout, /^empty\t.*has no credentials: .* \(~\/\.aws\/config:\d+\)$/m);
    assert.match(stdout, /^prod-a\t.*\tguarded$/m);
    assert.match(
      stdout,
      /^prod-b\t.*not among allowed_account_ids \(~\/\.config\/awscred\/config\.ini:4\)$/m,
    );
  });

  it('keeps a header in a pipe under --header and -v', async () => {
    for (const option of ['--header', '-v']) {
      assert.equal((await names(option))[0], 'PROFILE', option);
    }
  });
});

describe('a command that changes something says so, and not under -q', () => {
  const rows: readonly (readonly [readonly string[], RegExp, Readonly<Record<string, string>>])[] = [
    [['settings', 'set', 'hot_cache', 'off'], /^awscred: hot_cache is off now$/m, {}],
    [['cache', 'clear'], /^awscred: 0 entries deleted; sign-ins stay$/m, {}],
    [['logout', 'acme'], /^awscred: awscred had no sign-in to acme$/m, {}],
    [
      ['assume', '--unset', '-o', 'posix'],
      /^awscred: prod is removed from this shell$/m,
      { AWSCRED_PROFILE: 'prod' },
    ],
    [['assume', '--unset', '-o', 'posix'], /^awscred: this shell has no credentials from awscred$/m, {}],
    [['cache', 'list'], /^awscred: nothing is stored$/m, {}],
  ];
  for (const [args, says, env] of rows) {
    it(args.join(' '), async () => {
      const sandbox = new Headless();
      sandbox.write(
        '.aws/config',
        '[sso-session acme]\nsso_start_url = https://acme.awsapps.com/start\nsso_region = eu-west-1\n',
      );
      const loud = await sandbox.run(args, { env });
      assert.equal(loud.status, 0, loud.stderr);
      assert.match(loud.stderr, says);
      const quiet = await sandbox.run([...args, '-q'], { env });
      assert.deepEqual([quiet.status, quiet.stdout], [0, loud.stdout]);
      assert.doesNotMatch(quiet.stderr, says);
    });
  }
});
