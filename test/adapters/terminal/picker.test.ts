import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ranking } from '../../../src/adapters/terminal/picker.ts';

const CHOICES = [
  { value: 'bastion', label: 'bastion', note: 'PowerUser in 111122223333' },
  { value: 'prod-readonly', label: 'prod-readonly', note: 'ReadOnly in 444455556666' },
  { value: 'prod-admin', label: 'prod-admin', note: 'Admin in 444455556666' },
  { value: 'deploy', label: 'deploy', note: 'Deployer in 777788889999' },
  { value: 'admin-tools', label: 'admin-tools', note: 'ReadOnly in 777788889999' },
  { value: 'bare', label: 'bare', note: null },
];

const found = async (typed: string | undefined) =>
  (await ranking(CHOICES))(typed).rows.map(({ value }) => value);

describe('the picker finds', () => {
  const rows: readonly (readonly [string, string, readonly string[]])[] = [
    ['an account', '777788889999', ['admin-tools', 'deploy']],
    ['the start of one', '7777', ['admin-tools', 'deploy']],
    ['its end', '6666', ['prod-admin', 'prod-readonly']],
    ['a role', 'poweruser', ['bastion']],
    ['an abbreviated name', 'prdro', ['prod-readonly']],
    ['a name and an account', 'prod 4444', ['prod-admin', 'prod-readonly']],
    ['a role and an account', 'readonly 7777', ['admin-tools']],
    ['nothing', 'zzzz', []],
  ];
  for (const [what, typed, values] of rows) {
    it(what, async () => assert.deepEqual([...(await found(typed))].sort(), values));
  }

  it('a name before what stands beside another one', async () => {
    assert.equal((await found('deploy'))[0], 'deploy');
    assert.equal((await found('admin-tools'))[0], 'admin-tools');
    assert.equal((await found('readonly'))[0], 'prod-readonly');
  });

  it('all of them, in their order, before anything is typed; more than ten as well', async () => {
    assert.deepEqual(
      await found(undefined),
      CHOICES.map(({ value }) => value),
    );
    const many = Array.from({ length: 100 }, (_, index) => ({
      value: `p${index}`,
      label: `p${index}`,
      note: 'x',
    }));
    const { rows, more } = (await ranking(many))('p');
    assert.equal(rows.length, 60);
    assert.equal(more, 40);
  });
});
