import assert from 'node:assert/strict';
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import { HOT_VARIABLES } from '../../../src/core/hot/hot-variables.ts';
import { HotHome } from '../../support/hot/hot-home.ts';
import { again, all, BOTH_HIT, readers } from '../../support/hot/hot-readers.ts';
import { needsKernelKeyring } from '../../support/store/kernel-keyring.ts';

/** Would send the full program to AWS's own hosts. */
const LEADS_AWAY = 'AWS_IGNORE_CONFIGURED_ENDPOINT_URLS';
const TWO_MISSES = ['miss', 'miss'];

describe('a hot record, and the variables it was made under', { skip: needsKernelKeyring() }, () => {
  let home: HotHome;

  before(async () => {
    home = await HotHome.start();
    await home.warmAndSpoil();
    assert.deepEqual(await readers(home), all('hit'));
  });

  function otherValue(name: (typeof HOT_VARIABLES)[number]): string {
    const values: Readonly<Record<string, string>> = {
      HOME: join(home.sandbox.home, 'other'),
      USER: 'mallory',
      AWS_CONFIG_FILE: `${home.config}.other`,
      AWSCRED_HOME: home.state,
      XDG_CONFIG_HOME: join(home.sandbox.home, '.config'),
      XDG_STATE_HOME: join(home.sandbox.home, '.local/state'),
      AWS_REGION: 'us-east-1',
      AWS_DEFAULT_REGION: 'us-east-1',
      AWS_USE_FIPS_ENDPOINT: 'true',
      AWS_USE_DUALSTACK_ENDPOINT: 'true',
      AWS_CA_BUNDLE: '/etc/ssl/certs/ca-certificates.crt',
      AWSCRED_STORE: 'none',
      AWSCRED_HOT_CACHE: 'off',
      TZ: 'Asia/Tokyo',
    };
    const url = name.startsWith('AWS_ENDPOINT') ? home.aws.server.url : null;
    return values[name] ?? url ?? '7';
  }

  for (const name of HOT_VARIABLES.filter((each) => each !== LEADS_AWAY)) {
    it(`${name}: another value, and no record is believed`, async () => {
      if (name === 'HOME') {
        cpSync(home.state, join(otherValue(name), '.local/state/awscred'), { recursive: true });
      }
      assert.deepEqual(await readers(home, { env: { [name]: otherValue(name) } }), all('miss'));
    });
  }

  it(`${LEADS_AWAY}, before anybody is called`, async () => {
    assert.deepEqual(await again(home, { env: { [LEADS_AWAY]: 'true' } }), TWO_MISSES);
  });

  it('no value is taken for a neighbour, or for a part of one', async () => {
    const env = { USER: undefined, LOGNAME: undefined, AWS_CONFIG_FILE: 'jane' };
    assert.deepEqual(await again(home, { env }), TWO_MISSES);
    assert.deepEqual(await again(home, { env: { USER: 'jane\t' } }), TWO_MISSES);
    assert.deepEqual(await again(home, { env: { USER: 'jane\n' } }), TWO_MISSES);
    assert.deepEqual(await again(home, { env: { USER: '*' } }), TWO_MISSES);
  });

  it('a region that awscred has set is nobody’s wish; any other is', async () => {
    const own = { AWSCRED_REGION: 'eu-west-1', AWS_REGION: 'eu-west-1', AWS_DEFAULT_REGION: 'eu-west-1' };
    assert.deepEqual(await readers(home, { env: own }), all('hit'));
    assert.deepEqual(await readers(home, { env: { ...own, AWSCRED_REGION: 'eu-west-2' } }), all('miss'));
    assert.deepEqual(await again(home, { env: { ...own, AWS_REGION: 'eu-west-2' } }), TWO_MISSES);
  });

  it('an empty variable is none, and LOGNAME stands in for USER', async () => {
    const env = { AWS_CONFIG_FILE: '', AWS_REGION: '', TZ: '', USER: '', LOGNAME: 'jane' };
    assert.deepEqual(await readers(home, { env }), all('hit'));
    assert.deepEqual(await again(home, { env: { ...env, LOGNAME: 'mallory' } }), TWO_MISSES);
    assert.deepEqual(await again(home), BOTH_HIT);
  });

  it('a relative HOME or AWSCRED_HOME is nobody’s home', async () => {
    for (const env of [{ HOME: '.' }, { HOME: '' }, { AWSCRED_HOME: 'state' }]) {
      assert.deepEqual(await again(home, { env }), TWO_MISSES);
    }
  });
});
