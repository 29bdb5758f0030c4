import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import { CHROMIUM } from '../support/chromium.ts';
import { needs } from '../support/needs.ts';
import { PYTHON, runOnTerminal } from '../support/pty.ts';
import { AWSCRED } from '../support/sandbox.ts';
import { BASTION, CODE, PASSWORD, PROD, SamlWorld, USER } from '../support/saml-world.ts';
import { systemClock } from '../support/store-world.ts';

type Env = Readonly<Record<string, string | undefined>>;

let world: SamlWorld;

before(async () => {
  world = await SamlWorld.start();
});

/** A display that nobody looks at: the windows are on no screen. */
const WINDOW: Env = { DISPLAY: ':99' };
const environment = (env: Env = {}): Env => ({ AWSCRED_SAML_BROWSER: world.browser.path, ...env });
const run = async (args: readonly string[], env: Env = {}) =>
  world.aws.sandbox.run(args, { env: environment(env) });

/** What a person does in the window. */
async function signIn(code: string | null = CODE): Promise<void> {
  const page = await world.browser.page();
  assert.equal(await page.evaluate('navigator.webdriver'), false);
  await page.fill('[name=user]', USER);
  await page.fill('[name=password]', PASSWORD);
  await page.click('button');
  if (code !== null) {
    await page.fill('[name=code]', code);
    await page.click('button');
  }
}

const folders = (): string => join(world.aws.sandbox.home, '.local/state/awscred/browsers');
/** Processes of browsers that have a profile folder of this home. */
function browsers(): readonly string[] {
  try {
    return execFileSync('pgrep', ['-f', `user-data-dir=${folders()}`], { encoding: 'utf8' })
      .trim()
      .split('\n');
  } catch {
    return [];
  }
}

describe('a SAML sign-in in the user’s browser', { skip: needs(CHROMIUM) }, () => {
  it('asks for a password and an MFA code once; other roles and the next sign-in need nobody', async () => {
    // Variables by which playwright-core would tell all, or lead the browser elsewhere.
    const odd = { DEBUG: 'pw:*', PWDEBUG: '1', SELENIUM_REMOTE_URL: 'http://127.0.0.1:9/wd' };
    const [{ status, stderr }] = await Promise.all([
      run(['login', 'admin'], { ...WINDOW, ...odd }),
      signIn(),
    ]);
    assert.equal(status, 0, stderr);
    assert.doesNotMatch(stderr, /pw:|SAMLResponse/);
    assert.deepEqual(world.browser.starts(), ['silent', 'window']);
    assert.equal(statSync(folders()).mode & 0o777, 0o700);

    const other = await run(['whoami', 'prod']);
    assert.equal(other.stdout, `arn:aws:sts::${PROD}:assumed-role/ReadOnly/${USER}\n`, other.stderr);
    assert.equal(world.browser.starts().length, 2);

    const again = await run(['login', 'admin']);
    assert.equal(again.status, 0, again.stderr);
    assert.deepEqual(world.browser.starts().slice(2), ['silent']);
    assert.match((await run(['whoami', 'admin'])).stdout, new RegExp(BASTION));
    assert.equal(world.browser.reached(), 0);
    assert.deepEqual(browsers(), []);
  });

  it('offers the roles on a terminal, and lists them without one', { skip: needs(PYTHON) }, async () => {
    const without = await run(['process', 'pick']);
    assert.equal(without.status, 2, without.stderr);
    assert.match(without.stderr, /offers 4 roles/);
    const { status, tty } = await runOnTerminal([process.execPath, AWSCRED, 'process', 'pick'], {
      env: world.aws.sandbox.environment(environment()),
      dialog: [{ expect: /Admin in 111122223333/, send: '\n' }],
    });
    assert.equal(status, 0, tty);
    assert.equal(
      (await run(['whoami', 'pick'])).stdout,
      `arn:aws:sts::${BASTION}:assumed-role/Admin/${USER}
`,
    );
  });

  it('works in GovCloud and China, with the provider first in the pair', async () => {
    for (const [profile, arn] of [
      ['gov', `arn:aws-us-gov:sts::${BASTION}:assumed-role/Gov/${USER}`],
      ['china', `arn:aws-cn:sts::${BASTION}:assumed-role/China/${USER}`],
    ] as const) {
      const [{ status, stderr }] = await Promise.all([run(['login', profile], WINDOW), signIn(null)]);
      assert.equal(status, 0, stderr);
      assert.equal((await run(['whoami', profile])).stdout, `${arn}\n`);
    }
    assert.equal(world.browser.reached(), 0);
  });

  it('is forgotten by logout: assertion, folder and credentials', async () => {
    const out = await run(['logout', 'admin']);
    assert.equal(out.status, 0);
    assert.match(out.stderr, /the sign-in and [23] temporary credentials forgotten/);
    const { status, stderr } = await run(['process', 'prod']);
    assert.equal(status, 4, stderr);
    assert.match(stderr, /needs a person in a browser window[^]*run `awscred login prod`/);
    const before = world.browser.starts().length;
    const next = await run(['process', 'prod']);
    assert.equal(next.status, 4);
    assert.equal(world.browser.starts().length, before, 'a browser was tried again at once');
  });

  it('is offered by login without a word, and told by list and explain', async () => {
    const { status, stderr } = await run(['login']);
    assert.equal(status, 2);
    assert.match(stderr, /sign-ins: name one[^]*awscred login/);
    assert.match((await run(['list'])).stdout, /prod\t.*\tsaml 127\.0\.0\.1/);
    const explained = await run(['explain', 'prod']);
    assert.match(explained.stdout, /calls AssumeRoleWithSAML in eu-west-1/);
    assert.match(explained.stdout, /A browser signs in to 127\.0\.0\.1:\d+; a person is asked/);
  });
});

describe('a SAML sign-in that comes to nothing', { skip: needs(CHROMIUM) }, () => {
  it('has no browser: exit 2 with the setting', async () => {
    const { status, stderr } = await run(['login', 'admin'], {
      AWSCRED_SAML_BROWSER: '/nonexistent',
      ...WINDOW,
    });
    assert.equal(status, 2, stderr);
    assert.match(stderr, /saml_browser = \/nonexistent is no program[^]*awscred settings set saml_browser/);
    const none = await run(['login', 'admin'], {
      AWSCRED_SAML_BROWSER: undefined,
      PATH: '/nonexistent',
      ...WINDOW,
    });
    // Debian's own is in /usr/bin, where it is found whatever PATH says: as root it does not run.
    assert.ok([2, 6].includes(none.status ?? 0), none.stderr);
  });

  it('has a browser that does not start, or cannot open the page: exit 6', async () => {
    const broken = await run(['login', 'admin'], { AWSCRED_SAML_BROWSER: '/bin/false', ...WINDOW });
    assert.equal(broken.status, 6, broken.stderr);
    assert.match(broken.stderr, /the browser \/bin\/false could not be started/);
    const gone = await run(['login', 'gone'], WINDOW);
    assert.equal(gone.status, 6, gone.stderr);
    assert.match(gone.stderr, /could not open 127\.0\.0\.1:9/);
  });

  it('has no display: exit 4 with the command', async () => {
    const { status, stderr } = await run(['login', 'stays']);
    assert.equal(status, 4, stderr);
    assert.match(stderr, /there is no display here/);
  });

  it('never posts: exit 6 after saml_timeout', async () => {
    const env = { ...WINDOW, AWSCRED_SAML_WINDOW: 'show', AWSCRED_SAML_TIMEOUT: '3' };
    const { status, stderr } = await run(['login', 'stays'], env);
    assert.equal(status, 6, stderr);
    assert.match(stderr, /sent nothing for AWS within 3 s/);
  });

  it('has its window closed: 130; its browser killed: 6; awscred killed: no browser stays', async () => {
    const env = { ...WINDOW, AWSCRED_SAML_WINDOW: 'show' };
    const closing = async (): Promise<void> => (await world.browser.page()).close();
    const [closed] = await Promise.all([run(['login', 'stays'], env), closing()]);
    assert.equal(closed.status, 130, closed.stderr);
    assert.match(closed.stderr, /window was closed/);

    const killing = async (): Promise<void> => {
      await world.browser.page();
      process.kill(Number(browsers()[0]), 'SIGKILL');
    };
    const [killed] = await Promise.all([run(['login', 'stays'], env), killing()]);
    assert.equal(killed.status, 6, killed.stderr);

    const child = world.aws.sandbox.start([process.execPath, AWSCRED, 'login', 'stays'], {
      env: environment(env),
    });
    await world.browser.page();
    child.kill('SIGTERM');
    for (let tries = 0; browsers().length > 0 && tries < 100; tries += 1) {
      await systemClock.sleep(50);
    }
    assert.deepEqual(browsers(), []);
    assert.ok(existsSync(folders()) && readdirSync(folders()).length > 0);
  });
});
