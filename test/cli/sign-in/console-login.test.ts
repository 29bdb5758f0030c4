import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, it } from 'node:test';
import { localAws, PRESS_ALLOW, type LocalAws } from '../../support/aws/local-aws.ts';
import { needs } from '../../support/process/needs.ts';
import { PYTHON, runOnTerminal } from '../../support/pty.ts';
import { AWSCRED } from '../../support/sandbox.ts';
import { crowd } from '../../support/files/stress-home.ts';

const JANE = 'arn:aws:iam::111122223333:user/jane';
const ROLE = 'arn:aws:iam::444455556666:role/Deploy';
const WORLD = {
  users: [
    {
      arn: JANE,
      accessKeyId: 'AKIAEXAMPLEJANEUSER2',
      secretAccessKey: 'example/jane/secret/access/key/000000002',
    },
  ],
  roles: [
    {
      arn: ROLE,
      trust: { Statement: [{ Effect: 'Allow', Principal: { AWS: JANE }, Action: 'sts:AssumeRole' }] },
    },
  ],
};

interface Cache {
  readonly accessToken: { readonly accessKeyId: string; readonly expiresAt: string };
  readonly refreshToken: string;
  readonly [name: string]: unknown;
}

describe('a console sign-in', () => {
  let aws: LocalAws;
  let file: string;

  beforeEach(async () => {
    aws = await localAws(WORLD);
    const more = `endpoint_url = ${aws.server.url}\nregion = eu-west-1\n`;
    aws.sandbox.write(
      '.aws/config',
      `# mine\n[profile dev]\n${more}[profile role]\nrole_arn = ${ROLE}\nsource_profile = dev\n${more}[profile keys]\nrole_arn = ${ROLE}\nsource_profile = dev\n`,
    );
    const name = createHash('sha256').update(JANE).digest('hex');
    file = join(aws.sandbox.home, '.aws/login/cache', `${name}.json`);
  });

  const run = async (args: readonly string[], env: Readonly<Record<string, string | undefined>> = {}) =>
    aws.sandbox.run(args, { env: { BROWSER: PRESS_ALLOW, ...env } });

  const cache = (): Cache => JSON.parse(readFileSync(file, 'utf8')) as Cache;

  /** Makes the credentials of the file old. */
  const expire = (change: object = {}): void => {
    const fields = cache();
    const accessToken = { ...fields.accessToken, expiresAt: new Date(Date.now() + 60_000).toISOString() };
    writeFileSync(file, JSON.stringify({ ...fields, accessToken, ...change }));
  };

  async function signedIn(): Promise<void> {
    const { status, stderr } = await run(['login', '--console', 'dev']);
    assert.equal(status, 0, stderr);
  }

  it('is made in a browser, written to AWS’s own file and into the profile, and starts chains', async () => {
    await signedIn();
    const config = readFileSync(join(aws.sandbox.home, '.aws/config'), 'utf8');
    assert.ok(config.startsWith('# mine\n[profile dev]\n'));
    assert.ok(config.includes(`login_session = ${JANE}\n`));
    assert.equal(statSync(file).mode & 0o777, 0o600);
    const who = await run(['whoami', 'dev']);
    assert.equal(who.stdout, `${JANE}\n`, who.stderr);
    assert.match((await run(['whoami', 'role'])).stdout, /assumed-role\/Deploy\//);
    assert.match((await run(['assume', 'dev', '-o', 'posix'])).stdout, /AWS_SESSION_TOKEN=/);
    const calls = aws.server.calls.length;
    assert.match((await run(['explain', 'role'])).stdout, /1 {2}login[^]*2 {2}assume-role/);
    assert.match((await run(['list'])).stdout, /dev\t111122223333\t/);
    assert.equal(aws.server.calls.length, calls);
  });

  it('makes the profile where there is none, with the region', async () => {
    const args = ['login', '--console', 'new', '--region', 'eu-west-1'];
    const { status, stderr } = await run(args, { AWS_ENDPOINT_URL: aws.server.url });
    assert.equal(status, 0, stderr);
    const config = readFileSync(join(aws.sandbox.home, '.aws/config'), 'utf8');
    assert.match(
      config,
      /\[profile new\]\nlogin_session = arn:aws:iam::111122223333:user\/jane\nregion = eu-west-1\n/,
    );
  });

  it('is renewed below five minutes, in place, with every field, by one of twenty', async () => {
    await signedIn();
    expire({ unknownField: { kept: [1, 2] } });
    const before = cache();
    const { results } = await crowd(20, async () => run(['process', 'dev']));
    assert.deepEqual(
      results.map(({ status }) => status),
      results.map(() => 0),
    );
    assert.equal(aws.count('CreateOAuth2Token'), 2);
    const after = cache();
    assert.notEqual(after.refreshToken, before.refreshToken);
    assert.deepEqual(after['unknownField'], { kept: [1, 2] });
    assert.equal(after['dpopKey'], before['dpopKey']);
    assert.ok(Date.parse(after.accessToken.expiresAt) > Date.now() + 10 * 60_000);
  });

  it('goes on through one renewal after the other', async () => {
    await signedIn();
    for (let turn = 0; turn < 12; turn += 1) {
      expire();
      assert.equal((await run(['process', 'dev'])).status, 0);
    }
    assert.equal(aws.count('CreateOAuth2Token'), 13);
  });

  for (const [what, end, says] of [
    ['the session is over', (one: LocalAws) => one.server.endSessions(), /the session is over/],
    ['the password was changed', (one: LocalAws) => one.server.changePassword(), /the password was changed/],
  ] as const) {
    it(`is exit 4 with the command where ${what}`, async () => {
      await signedIn();
      expire();
      end(aws);
      const { status, stderr, stdout } = await run(['process', 'dev']);
      assert.equal(status, 4, stderr);
      assert.equal(stdout, '');
      assert.match(stderr, says);
      assert.match(stderr, /awscred login --console dev/);
    });
  }

  it('takes the successor that another tool writes while its own token is refused', async () => {
    await signedIn();
    const good = readFileSync(file, 'utf8');
    expire({ refreshToken: 'spent' });
    const going = run(['process', 'dev']);
    const refused = async (): Promise<void> => {
      while (aws.count('CreateOAuth2Token') < 2) {
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
      writeFileSync(file, good);
    };
    await refused();
    const { status, stderr } = await going;
    assert.equal(status, 0, stderr);
  });

  for (const [what, spoil] of [
    ['gone', null],
    ['empty', ''],
    ['half written', '{"accessToken":{"accessKeyId":"A'],
    ['without its key', '{"accessToken":{},"clientId":"x","refreshToken":"y"}'],
    ['not JSON', 'hello'],
  ] as const) {
    it(`is exit 4 where the file is ${what}`, async () => {
      await signedIn();
      const { rmSync } = await import('node:fs');
      if (spoil === null) {
        rmSync(file);
      } else {
        writeFileSync(file, spoil);
      }
      const { status, stderr } = await run(['process', 'dev']);
      assert.equal(status, 4, stderr);
      assert.match(stderr, /awscred login --console dev/);
    });
  }

  it('goes to AWS’s own host or this machine alone', async () => {
    await signedIn();
    expire();
    const { status, stderr } = await run(['process', 'dev'], {
      AWS_ENDPOINT_URL_SIGNIN: 'https://signin.evil.example',
    });
    assert.equal(status, 2, stderr);
    assert.match(stderr, /nothing was sent/);
  });

  it('ends with logout: the file is gone', async () => {
    await signedIn();
    const { status, stderr } = await run(['logout', 'dev']);
    assert.equal(status, 0, stderr);
    assert.match(stderr, /AWS ends the session by itself/);
    assert.ok(!existsSync(file));
    assert.equal((await run(['logout', 'dev'])).status, 0);
  });

  it('is kept by --if-needed, and made anew without', async () => {
    await signedIn();
    assert.equal((await run(['login', '--console', 'dev', '--if-needed'])).status, 0);
    assert.equal(aws.count('CreateOAuth2Token'), 1);
    assert.equal((await run(['login', 'dev'])).status, 0);
    assert.equal(aws.count('CreateOAuth2Token'), 2);
  });

  it('is exit 2 for a profile of another way', async () => {
    const { status, stderr } = await run(['login', '--console', 'keys']);
    assert.equal(status, 2, stderr);
    assert.match(stderr, /config:\d+: profile "keys" has role_arn/);
  });

  it('that nobody allows is exit 3', async () => {
    const deny = { BROWSER: `${PRESS_ALLOW} Deny` };
    const browser = aws.sandbox.write('deny', `#!/bin/sh\nexec ${PRESS_ALLOW} "$1" Deny\n`);
    const { status } = await run(['login', '--console', 'dev'], { ...deny, BROWSER: `sh ${browser}` });
    assert.equal(status, 3);
  });

  it('is made on another machine with --remote: a pasted code', { skip: needs(PYTHON) }, async () => {
    const env = { ...aws.sandbox.environment(), AWSCRED_STORE: 'none' };
    // The page is opened by the test, as a person would on another machine.
    const page = join(aws.sandbox.home, 'page');
    const wrong = await runOnTerminal([process.execPath, AWSCRED, 'login', '--console', '--remote', 'dev'], {
      env,
      dialog: [{ expect: /Paste the code/, send: 'bm90IGl0\r' }],
    });
    assert.equal(wrong.status, 3, wrong.tty);
    assert.match(wrong.stderr, /not the code of this sign-in/);
    assert.ok(!existsSync(page));
  });
});
