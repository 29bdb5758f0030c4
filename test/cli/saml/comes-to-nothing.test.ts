import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import { before, describe, it } from 'node:test';
import { CHROMIUM } from '../../support/browser/chromium.ts';
import { needs } from '../../support/process/needs.ts';
import { AWSCRED } from '../../support/sandbox.ts';
import { SamlWorld, WINDOW } from '../../support/aws/saml-world.ts';
import { systemClock } from '../../support/store/store-world.ts';

let world: SamlWorld;

before(async () => {
  world = await SamlWorld.start();
});

describe('a SAML sign-in that comes to nothing', { skip: needs(CHROMIUM) }, () => {
  it('has no browser: exit 2 with the setting', async () => {
    const { status, stderr } = await world.run(['login', 'admin'], {
      AWSCRED_SAML_BROWSER: '/nonexistent',
      ...WINDOW,
    });
    assert.equal(status, 2, stderr);
    assert.match(stderr, /saml_browser = \/nonexistent is no program[^]*awscred settings set saml_browser/);
  });

  it('has a browser that does not start, or cannot open the page: exit 6', async () => {
    const broken = await world.run(['login', 'admin'], { AWSCRED_SAML_BROWSER: '/bin/false', ...WINDOW });
    assert.equal(broken.status, 6, broken.stderr);
    assert.match(broken.stderr, /the browser \/bin\/false could not be started/);
    const gone = await world.run(['login', 'gone'], WINDOW);
    assert.equal(gone.status, 6, gone.stderr);
    assert.match(gone.stderr, /could not open 127\.0\.0\.1:9/);
  });

  it('has no display: exit 4 with the command', async () => {
    const { status, stderr } = await world.run(['login', 'stays']);
    assert.equal(status, 4, stderr);
    assert.match(stderr, /there is no display here/);
  });

  it('never posts: exit 6 after saml_timeout', async () => {
    const env = { ...WINDOW, AWSCRED_SAML_WINDOW: 'show', AWSCRED_SAML_TIMEOUT: '3' };
    const { status, stderr } = await world.run(['login', 'stays'], env);
    assert.equal(status, 6, stderr);
    assert.match(stderr, /sent nothing for AWS within 3 s/);
  });

  it('has its window closed: 130; its browser killed: 6; awscred killed: no browser stays', async () => {
    const env = { ...WINDOW, AWSCRED_SAML_WINDOW: 'show' };
    const closing = async (): Promise<void> => (await world.browser.page()).close();
    const [closed] = await Promise.all([world.run(['login', 'stays'], env), closing()]);
    assert.equal(closed.status, 130, closed.stderr);
    assert.match(closed.stderr, /window was closed/);

    const killing = async (): Promise<void> => {
      await world.browser.page();
      process.kill(Number(world.browsers()[0]), 'SIGKILL');
    };
    const [killed] = await Promise.all([world.run(['login', 'stays'], env), killing()]);
    assert.equal(killed.status, 6, killed.stderr);

    const child = world.aws.sandbox.start([process.execPath, AWSCRED, 'login', 'stays'], {
      env: world.environment(env),
    });
    await world.browser.page();
    child.kill('SIGTERM');
    for (let tries = 0; world.browsers().length > 0 && tries < 100; tries += 1) {
      await systemClock.sleep(50);
    }
    assert.deepEqual(world.browsers(), []);
    assert.ok(existsSync(world.folders) && readdirSync(world.folders).length > 0);
  });
});
