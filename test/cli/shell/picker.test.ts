import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, it } from 'node:test';
import { needs } from '../../support/process/needs.ts';
import { PYTHON, runOnTerminal } from '../../support/pty.ts';
import { AWSCRED, Sandbox } from '../../support/sandbox.ts';

const PAIR =
  'aws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = example/secret/key/00000000000000000001\n';

describe('the picker', { skip: needs(PYTHON) }, () => {
  let box: Sandbox;
  let uses: string;

  beforeEach(() => {
    box = new Sandbox();
    uses = join(box.home, '.local/state/awscred/uses.json');
    box.write('.aws/config', '[profile a]\nregion = eu-west-1\n[profile b]\n[profile c]\n');
    box.write('.aws/credentials', ['a', 'b', 'c'].map((name) => `[${name}]\n${PAIR}`).join(''));
  });

  /** Opens the picker, types `keys` once `shown` is there; what the terminal showed, and stdout. */
  async function picked(shown: RegExp, keys: string, env: Record<string, string> = {}) {
    return runOnTerminal([process.execPath, AWSCRED, 'assume', '-o', 'posix'], {
      env: { ...box.environment(), NO_COLOR: '1', ...env },
      dialog: [{ expect: shown, send: keys }],
    });
  }

  it('puts first what was used often and lately', async () => {
    for (const profile of ['c', 'c', 'b']) {
      assert.equal((await box.run(['assume', profile, '-o', 'posix'])).status, 0);
    }
    const { tty, stdout } = await picked(/navigate/, '\r');
    assert.match(tty, /❯ c [^]* b [^]* a /);
    assert.match(stdout, /AWSCRED_PROFILE=c;/);
  });

  it('puts the current profile before all, and marks it', async () => {
    await box.run(['assume', 'c', '-o', 'posix']);
    const { tty, stdout } = await picked(/navigate/, '\r', { AWS_PROFILE: 'b' });
    assert.match(tty, /❯ \* b .*chosen by AWS_PROFILE[^]* {2}c [^]* {2}a /);
    assert.match(stdout, /AWSCRED_PROFILE=b;/);
  });

  it('is drawn in colour though stdout is a pipe, and not under NO_COLOR', async () => {
    const { tty, stdout } = await picked(/navigate/, '\r', { NO_COLOR: '' });
    assert.match(tty, /\u001b\[36m❯ a/);
    assert.doesNotMatch(stdout, /\u001b/);
    assert.doesNotMatch((await picked(/navigate/, '\r')).tty, /\u001b\[36m/);
  });

  it('counts what exec runs and what was picked, and not what programs ask for', async () => {
    await box.run(['exec', 'b', '--', 'true']);
    await box.run(['process', 'a']);
    await picked(/navigate/, 'c\r');
    const { profiles } = JSON.parse(readFileSync(uses, 'utf8')) as { profiles: { profile: string }[] };
    assert.deepEqual(profiles.map(({ profile }) => profile).toSorted(), ['b', 'c']);
    assert.equal(statSync(uses).mode & 0o777, 0o600);
  });

  it('counts nothing where nothing is kept', async () => {
    const { status } = await box.run(['assume', 'b', '-o', 'posix'], { env: { AWSCRED_STORE: 'none' } });
    assert.equal(status, 0);
    assert.throws(() => statSync(uses));
  });

  for (const [what, spoil] of [
    ['damaged', () => writeFileSync(uses, '{"profiles":[{')],
    ['a folder', () => mkdirSync(uses)],
    [
      'others may write',
      () =>
        writeFileSync(uses, '{"profiles":[{"profile":"c","uses":9,"last":9e12}]}', {
          mode: 0o666,
          flag: 'w',
        }),
    ],
  ] as const) {
    it(`has the file’s order where uses.json is ${what}`, async () => {
      mkdirSync(join(box.home, '.local/state/awscred'), { recursive: true, mode: 0o700 });
      const umask = process.umask(0);
      spoil();
      process.umask(umask);
      const { tty, status } = await picked(/navigate/, '\r');
      assert.equal(status, 0, tty);
      assert.match(tty, /❯ a [^]* b [^]* c /);
    });
  }

  it('filters by the name of an account, and shows it', async () => {
    box.write('.config/awscred/config.ini', '[account 444455556666]\nname = acme-prod\n');
    box.write(
      '.aws/config',
      '[profile a]\n[profile r1]\nrole_arn = arn:aws:iam::444455556666:role/R\nsource_profile = a\n' +
        '[profile r2]\nrole_arn = arn:aws:iam::777788889999:role/Other\nsource_profile = a\n',
    );
    const { tty, status } = await picked(/navigate/, 'acme\u001b');
    assert.match(tty, /444455556666 acme-prod {2}R/);
    assert.match(tty, /Profile acme\n❯ r1 {3}4/);
    assert.equal(status, 130);
  });

  it('opens the console as the marked profile at ctrl-o, and puts nothing into the shell', async () => {
    box.write(
      '.aws/config',
      '[sso-session acme]\nsso_start_url = https://acme.awsapps.com/start\nsso_region = eu-west-1\n' +
        '[profile a]\n[profile dev]\nsso_session = acme\nsso_account_id = 111122223333\nsso_role_name = Dev\n',
    );
    const browser = box.script('browser', '#!/bin/sh\nprintf %s "$1" >"$HOME/opened"\n');
    const { tty, stdout, status } = await picked(/ctrl-o console/, 'de\x0f', { BROWSER: browser });
    assert.deepEqual([status, stdout], [0, ''], tty);
    const opened = readFileSync(join(box.home, 'opened'), 'utf8');
    assert.match(
      opened,
      /^https:\/\/acme\.awsapps\.com\/start\/#\/console\?account_id=111122223333&role_name=Dev/,
    );
  });

  it('shows a hostile name escaped, and picks it whole', async () => {
    const name = '$(touch x)`id`;"\u202e';
    box.write('.aws/config', `[profile ${name}]\nregion = eu-west-1\n`);
    box.write('.aws/credentials', `[${name}]\n${PAIR}`);
    const { tty, stdout, status } = await picked(/navigate/, '\r');
    assert.equal(status, 0, tty);
    assert.ok(!tty.includes('\u202e'));
    assert.match(stdout, /AWSCRED_PROFILE=/);
  });

  it('of 10,000 profiles shows the first screen and answers each key', async () => {
    const many = Array.from({ length: 10_000 }, (_, n) => `[profile p${n}]\nregion = eu-west-1\n`).join('');
    box.write('.aws/config', many);
    box.append('.aws/credentials', `[p7777]\n${PAIR}`);
    const { tty, stdout } = await picked(/Profile \(10003\)[\s\S]*navigate/, '7777\r');
    assert.match(tty, /❯ p7777/);
    assert.match(stdout, /AWSCRED_PROFILE=p7777;/);
  });

  for (const [command, line] of [
    ['assume', 'awscred assume PROFILE'],
    ['exec', 'awscred exec PROFILE'],
  ] as const) {
    it(`without a terminal is exit 2 and says how to name a profile (${command})`, async () => {
      const child = spawn(
        process.execPath,
        [AWSCRED, command, ...(command === 'assume' ? ['-o', 'posix'] : [])],
        {
          env: box.environment() as NodeJS.ProcessEnv,
          stdio: ['ignore', 'ignore', 'pipe'],
          detached: true,
        },
      );
      let stderr = '';
      child.stderr.on('data', (data: Buffer) => (stderr += data.toString()));
      const status = await new Promise((resolve) => child.once('close', resolve));
      assert.equal(status, command === 'exec' ? 125 : 2);
      assert.ok(stderr.includes(line), stderr);
    });
  }
});
