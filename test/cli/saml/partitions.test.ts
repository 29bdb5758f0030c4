import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { CHROMIUM } from '../../support/browser/chromium.ts';
import { needs } from '../../support/process/needs.ts';
import { BASTION, SamlWorld, USER, WINDOW } from '../../support/aws/saml-world.ts';

let world: SamlWorld;

before(async () => {
  world = await SamlWorld.start();
});

describe('a SAML sign-in in another partition', { skip: needs(CHROMIUM) }, () => {
  it('works in GovCloud and China, with the provider first in the pair', async () => {
    for (const [profile, arn] of [
      ['gov', `arn:aws-us-gov:sts::${BASTION}:assumed-role/Gov/${USER}`],
      ['china', `arn:aws-cn:sts::${BASTION}:assumed-role/China/${USER}`],
    ] as const) {
      const [{ status, stderr }] = await Promise.all([
        world.run(['login', profile], WINDOW),
        world.signIn(null),
      ]);
      assert.equal(status, 0, stderr);
      assert.equal((await world.run(['whoami', profile])).stdout, `${arn}\n`);
    }
    assert.equal(world.browser.reached(), 0);
  });
});
