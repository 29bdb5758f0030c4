import assert from 'node:assert/strict';
import { appendFileSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import { HotHome } from '../../support/hot/hot-home.ts';
import { again, all, BOTH_HIT, readers } from '../../support/hot/hot-readers.ts';
import { needsKernelKeyring } from '../../support/store/kernel-keyring.ts';

const ALLOWED = 'allowed_account_ids = 444455556666';

describe('a hot record, and guards', { skip: needsKernelKeyring() }, () => {
  let home: HotHome;

  before(async () => {
    home = await HotHome.start();
  });

  const guard = (text: string): void =>
    void home.sandbox.write('.config/awscred/config.ini', `trusted_endpoints = 127.0.0.1\n${text}\n`);

  it('is kept where the guards were met, and ends where they change', async () => {
    guard(`[profile prod]\n${ALLOWED}`);
    await home.warmAndSpoil();
    assert.deepEqual(await again(home), BOTH_HIT);
    guard(`[profile prod]\n${ALLOWED.replace('4444', '9999')}`);
    assert.deepEqual(await readers(home), all('miss'));
    const refused = await home.run(['process', 'prod']);
    assert.deepEqual([refused.status, refused.stdout], [2, '']);
  });

  for (const section of ['profile prod', 'profile p*', 'account 444455556666']) {
    it(`ends where [${section}] begins to ask a person, whatever variables say`, async () => {
      guard('');
      await home.warmAndSpoil();
      guard(`[${section}]\nconfirm = true`);
      const env = {
        AWSCRED_CONFIRM: 'false',
        AWSCRED_ALLOWED_ACCOUNT_IDS: '',
        AWSCRED_PROFILE: 'other',
        AWS_PROFILE: 'other',
      };
      assert.deepEqual(await readers(home, { env }), all('miss'));
      const asked = await home.run(['process', 'prod'], { env });
      assert.deepEqual([asked.status, asked.stdout], [4, ''], asked.stderr);
    });
  }

  it('of a profile that asks nobody says nothing for a twin that does', async () => {
    appendFileSync(
      home.config,
      `\n[profile twin]\nrole_arn = arn:aws:iam::444455556666:role/ReadOnly\nsource_profile = jane\n` +
        `region = eu-west-1\nendpoint_url = ${home.aws.server.url}\n`,
    );
    guard('[profile twin]\nconfirm = true');
    await home.warmAndSpoil();
    assert.deepEqual(await again(home), BOTH_HIT);
    assert.deepEqual(await readers(home, {}, ['process', 'twin']), all('miss'));
    const twin = await home.run(['process', 'twin']);
    assert.deepEqual([twin.status, twin.stdout], [4, ''], twin.stderr);
    assert.equal(existsSync(join(home.hot, 'profile.twin')), false);
  });

  it('says nothing of one more hop into a guarded account', async () => {
    guard('[account 777788889999]\nconfirm = true');
    await home.warmAndSpoil();
    const words = ['process', 'prod', '--role-arn', 'arn:aws:iam::777788889999:role/Deployer'];
    const hop = await home.run(words);
    assert.deepEqual([hop.status, hop.stdout], [4, ''], hop.stderr);
  });

  it('ends with a sign-out, whoever it was obtained through', async () => {
    guard('');
    await home.warmAndSpoil();
    const { status, stderr } = await home.run(['logout', 'acme']);
    assert.equal(status, 0, stderr);
    assert.deepEqual(await readers(home), all('miss'));
  });
});
