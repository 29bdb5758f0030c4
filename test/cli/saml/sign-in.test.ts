import assert from 'node:assert/strict';
import { readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import { CHROMIUM } from '../../support/browser/chromium.ts';
import { needs } from '../../support/process/needs.ts';
import { PYTHON, runOnTerminal } from '../../support/pty.ts';
import { AWSCRED } from '../../support/sandbox.ts';
import { BASTION, BEHIND, PROD, SamlWorld, USER, WINDOW } from '../../support/aws/saml-world.ts';

let world: SamlWorld;

before(async () => {
  world = await SamlWorld.start();
});

describe('a SAML sign-in in the user’s browser', { skip: needs(CHROMIUM) }, () => {
  it('asks for a password and an MFA code once; other roles and the next sign-in need nobody', async () => {
    // Variables by which playwright-core would tell all, or lead the browser elsewhere.
    const odd = { DEBUG: 'pw:*', PWDEBUG: '1', SELENIUM_REMOTE_URL: 'http://127.0.0.1:9/wd' };
    const [{ status, stderr }] = await Promise.all([
      world.run(['login', 'admin'], { ...WINDOW, ...odd }),
      world.signIn(),
    ]);
    assert.equal(status, 0, stderr);
    assert.doesNotMatch(stderr, /pw:|SAMLResponse/);
    assert.deepEqual(world.browser.starts(), ['silent', 'window']);
    assert.equal(statSync(world.folders).mode & 0o777, 0o700);

    const other = await world.run(['whoami', 'prod']);
    assert.equal(other.stdout, `arn:aws:sts::${PROD}:assumed-role/ReadOnly/${USER}\n`, other.stderr);
    assert.equal(world.browser.starts().length, 2);

    const again = await world.run(['login', 'admin']);
    assert.equal(again.status, 0, again.stderr);
    assert.deepEqual(world.browser.starts().slice(2), ['silent']);
    assert.match((await world.run(['whoami', 'admin'])).stdout, new RegExp(BASTION));
    assert.equal(world.browser.reached(), 0);
    assert.deepEqual(world.browsers(), []);
  });

  it('offers the roles on a terminal, and lists them without one', { skip: needs(PYTHON) }, async () => {
    const without = await world.run(['process', 'pick']);
    assert.equal(without.status, 2, without.stderr);
    assert.match(without.stderr, /offers 4 roles/);
    const { status, tty } = await runOnTerminal([process.execPath, AWSCRED, 'process', 'pick'], {
      env: world.aws.sandbox.environment(world.environment()),
      dialog: [{ expect: /Admin in 111122223333/, send: '\n' }],
    });
    assert.equal(status, 0, tty);
    assert.equal(
      (await world.run(['whoami', 'pick'])).stdout,
      `arn:aws:sts::${BASTION}:assumed-role/Admin/${USER}
`,
    );
  });

  it('ends what came from one picked role when another is picked', { skip: needs(PYTHON) }, async () => {
    world.aws.sandbox.append(
      '.aws/config',
      `[profile behind]\nregion = eu-west-1\nendpoint_url = ${world.aws.server.url}\nrole_arn = ${BEHIND}\nsource_profile = pick\n`,
    );
    const pick = async (keys: string): Promise<void> => {
      const argv = [process.execPath, AWSCRED, 'process', 'pick', '--refresh'];
      const { status, tty } = await runOnTerminal(argv, {
        env: world.aws.sandbox.environment(world.environment()),
        dialog: [{ expect: /Admin in 111122223333/, send: keys }],
      });
      assert.equal(status, 0, tty);
    };
    await pick('\n');
    assert.equal((await world.run(['process', 'behind'])).status, 0);
    // Admin alone may go on: what it got must not answer for ReadOnly.
    await pick('ReadOnly\n');
    const { status, stderr } = await world.run(['process', 'behind']);
    assert.equal(status, 3, stderr);
  });

  it('asks once, silently, for twenty processes at a time', async () => {
    assert.equal((await world.run(['cache', 'clear'])).status, 0);
    // The assertion too: it is good for some minutes.
    const store = join(world.aws.sandbox.home, '.local/state/awscred/store');
    const assertions = readdirSync(store).filter((name) => name.startsWith('v1.saml.'));
    assert.ok(assertions.length > 0);
    assertions.forEach((name) => rmSync(join(store, name)));
    const before = world.browser.starts().length;
    const crowd = Array.from({ length: 20 }, async (_, index) =>
      world.run(['process', index % 2 === 0 ? 'admin' : 'prod']),
    );
    for (const { status, stderr } of await Promise.all(crowd)) {
      assert.equal(status, 0, stderr);
    }
    assert.deepEqual(world.browser.starts().slice(before), ['silent']);
  });

  it('is forgotten by logout: assertion, folder and credentials', async () => {
    const out = await world.run(['logout', 'admin']);
    assert.equal(out.status, 0);
    assert.match(out.stderr, /the sign-in and [23] temporary credentials forgotten/);
    const { status, stderr } = await world.run(['process', 'prod']);
    assert.equal(status, 4, stderr);
    assert.match(stderr, /needs a person in a browser window[^]*run `awscred login prod`/);
    const before = world.browser.starts().length;
    const next = await world.run(['process', 'prod']);
    assert.equal(next.status, 4);
    assert.equal(world.browser.starts().length, before, 'a browser was tried again at once');
  });

  it('is offered by login without a word, and told by list and explain', async () => {
    const { status, stderr } = await world.run(['login']);
    assert.equal(status, 2);
    assert.match(stderr, /sign-ins: name one[^]*awscred login/);
    assert.match((await world.run(['list'])).stdout, /prod\t.*\tsaml 127\.0\.0\.1/);
    const explained = await world.run(['explain', 'prod']);
    assert.match(explained.stdout, /calls AssumeRoleWithSAML in eu-west-1/);
    assert.match(explained.stdout, /A browser signs in to 127\.0\.0\.1:\d+; a person is asked/);
  });
});
