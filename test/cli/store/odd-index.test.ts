import assert from 'node:assert/strict';
import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { it } from 'node:test';
import { Sandbox } from '../../support/sandbox.ts';

it('an index with times that no clock can say breaks no command', async () => {
  const box = new Sandbox();
  const times = ['1e300', '-1e300', '1e999', '"soon"', 'null', '{}', '8640000000000001'];
  const rows = times.map((time, index) => {
    const account = `v1.tmp.${String(index).padStart(32, '0')}`;
    return `{"account":"${account}","label":"sso R in 111122223333","profile":"p","expiresAt":${time},"savedAt":${time},"store":"file"}`;
  });
  const index = `{"version":1,"rows":[${rows.join(',')}]}\n`;
  box.write('.local/state/awscred/index.json', index);
  chmodSync(join(box.home, '.local/state/awscred'), 0o700);
  box.write(
    '.aws/config',
    '[profile p]\nregion = eu-west-1\nsso_start_url = https://a.awsapps.com/start\nsso_region = eu-west-1\nsso_account_id = 111122223333\nsso_role_name = R\n',
  );
  for (const args of [
    ['cache', 'list'],
    ['cache', 'list', '--json'],
    ['list'],
    ['list', '--json'],
    ['explain', 'p'],
    ['explain', 'p', '--json'],
    ['cache', 'prune'],
    ['cache', 'list', '--json'],
  ]) {
    box.write('.local/state/awscred/index.json', index);
    const result = await box.run(args);
    assert.equal(result.status, 0, `${args.join(' ')}: ${result.stderr}`);
    assert.doesNotMatch(result.stdout, /NaN|Infinity|275760/);
    if (args.includes('--json')) {
      JSON.parse(result.stdout);
    }
  }
});
