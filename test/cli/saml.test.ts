import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { CHROMIUM } from '../support/chromium.ts';
import { needs } from '../support/needs.ts';
import { BASTION, CODE, PASSWORD, PROD, SamlWorld, USER } from '../support/saml-world.ts';

type Env = Readonly<Record<string, string | undefined>>;

let world: SamlWorld;

const WINDOW: Env = { DISPLAY: ':99' };
const run = async (args: readonly string[], env: Env = {}) =>
  world.aws.sandbox.run(args, { env: { AWSCRED_SAML_BROWSER: world.browser.path, ...env } });

/** What a person does in the window. */
async function signIn(): Promise<void> {
  const page = await world.browser.page();
  await page.fill('[name=user]', USER);
  await page.fill('[name=password]', PASSWORD);
  await page.click('button');
  await page.fill('[name=code]', CODE);
  await page.click('button');
}

describe('a SAML sign-in in the user’s browser', { skip: needs(CHROMIUM) }, () => {
  before(async () => {
    world = await SamlWorld.start();
  });

  it('asks for a password and an MFA code once; other roles and the next sign-in need nobody', async () => {
    const [{ status, stderr }] = await Promise.all([run(['login', 'admin'], WINDOW), signIn()]);
    assert.equal(status, 0, stderr);
    assert.deepEqual(world.browser.starts(), ['silent', 'window']);
    const other = await run(['whoami', 'prod']);
    assert.match(
      other.stdout,
      new RegExp(`^arn:aws:sts::${PROD}:assumed-role/ReadOnly/${USER}`),
      other.stderr,
    );
    assert.equal(world.browser.starts().length, 2);
    const again = await run(['login', 'admin']);
    assert.equal(again.status, 0, again.stderr);
    assert.deepEqual(world.browser.starts().slice(2), ['silent']);
    assert.equal(world.browser.reached(), 0);
    assert.match((await run(['whoami', 'admin'])).stdout, new RegExp(BASTION));
  });
});
