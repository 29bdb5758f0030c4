import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { HotHome } from '../../support/hot/hot-home.ts';
import { needsKernelKeyring } from '../../support/store/kernel-keyring.ts';

describe('a hot record of a profile that is adopted', { skip: needsKernelKeyring() }, () => {
  it('ends with the change, comes back without a call to AWS, and is answered by the launcher', async () => {
    const home = await HotHome.start();
    const first = await home.warm();
    const calls = home.aws.count('AssumeRole');
    const ask = async (): Promise<string> =>
      (await home.program(['/bin/sh', home.launcher, 'process', 'prod'])).stdout;
    assert.equal(await ask(), first);

    assert.equal((await home.run(['adopt', 'prod'])).status, 0);
    // Node's place is taken by echo: the launcher has handed on.
    assert.match(await ask(), /process prod/);
    assert.equal(await home.warm(), first);
    assert.equal(await ask(), first);

    assert.equal((await home.run(['unadopt', 'prod'])).status, 0);
    assert.match(await ask(), /process prod/);
    assert.equal(await home.warm(), first);
    assert.equal(home.aws.count('AssumeRole'), calls);
  });
});
