import assert from 'node:assert/strict';
import { chmodSync, cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import { STATEMENT_NAMES } from '../../../src/core/hot/hot-variables.ts';
import { HotHome } from '../../support/hot/hot-home.ts';
import { needsKernelKeyring } from '../../support/store/kernel-keyring.ts';
import { AWSCRED, ROOT } from '../../support/sandbox.ts';

const SHELLS = ['sh', 'bash', 'dash'];

/** A record that somebody else wrote, in a state folder that a variable names. */
describe('a forged record', { skip: needsKernelKeyring() }, () => {
  let home: HotHome;
  let record = '';
  let text = '';

  before(async () => {
    home = await HotHome.start();
    await home.warm();
    record = join(home.sandbox.home, '.local/state/awscred/hot/profile.prod');
    text = readFileSync(record, 'utf8');
  });

  /** What `assume` prints by each reader, without the full program's help: only a hit prints. */
  async function printed(): Promise<readonly string[]> {
    const node = await home.program([process.execPath, AWSCRED, '--hot', 'assume', 'prod']);
    const outs = [node.stdout];
    for (const shell of SHELLS) {
      const script = `out=$(${shell} ${home.launcher} assume prod); printf '%s\n' "$out"`;
      outs.push((await home.program([shell, '-c', script])).stdout);
    }
    return outs;
  }

  const forged = (change: (lines: string[]) => void): void => {
    const lines = text.split('\n');
    change(lines);
    writeFileSync(record, lines.join('\n'));
  };

  const after =
    (statement: string) =>
    (lines: string[]): void =>
      void lines.splice(15, 0, statement);
  const FORGED: readonly (readonly [string, (lines: string[]) => void])[] = [
    ['a statement that is none', after('touch /tmp/forged;')],
    ['a name that runs code', after('export LD_PRELOAD=/tmp/evil.so;')],
    ['PATH', after('export PATH=/tmp/evil;')],
    ['a second statement on the line', after('export AWS_REGION=x; touch /tmp/forged;')],
    ['a command substitution', after('export AWS_REGION=$(id);')],
    ['backticks', after('export AWS_REGION=`id`;')],
    ['backticks in double quotes', after('export AWS_REGION="`id`";')],
    ['an open quote', after("export AWS_REGION=';")],
    ['an operator', after('export AWS_REGION=a&id;')],
    ['unset of another', after('unset PATH;')],
    ['unset of a function', after('unset -f cd;')],
    ['another config file', (lines) => void (lines[2] = '/tmp/none')],
    ['another credentials file', (lines) => void (lines[3] = '/tmp/none')],
    ['another config.ini', (lines) => void (lines[4] = '/tmp/none')],
    ['a summary that steers the terminal', (lines) => void (lines[13] = `\u001B[2J${lines[13] ?? ''}`)],
    ['one with fewer fields', (lines) => void (lines[13] = '\u001B[2J\t9999999999\t9999999999')],
    [
      'a clock that steers it',
      (lines) => void (lines[13] = (lines[13] ?? '').replace(/[^\t]*$/, '\u001B[2J')),
    ],
  ];
  for (const [what, change] of FORGED) {
    it(`with ${what} is a miss`, async () => {
      forged(change);
      for (const out of await printed()) {
        assert.doesNotMatch(out, /forged|evil|\bid\b|unset PATH|-f cd/);
        assert.doesNotMatch(out, /AWS_SECRET_ACCESS_KEY/, what);
      }
    });
  }

  it('is taken as it was written', async () => {
    writeFileSync(record, text);
    for (const out of await printed()) {
      assert.match(out, /export AWS_SECRET_ACCESS_KEY=/);
    }
  });

  it('in files as a checkout has them is a miss', async () => {
    const state = join(home.sandbox.home, '.local/state/awscred');
    for (const [path, mode] of [
      [record, 0o644],
      [join(state, 'hot'), 0o755],
    ] as const) {
      writeFileSync(record, text);
      chmodSync(path, mode);
      for (const out of await printed()) {
        assert.doesNotMatch(out, /AWS_SECRET_ACCESS_KEY/);
      }
      chmodSync(path, mode === 0o644 ? 0o600 : 0o700);
    }
    const checkout = join(home.sandbox.home, 'checkout');
    cpSync(state, checkout, { recursive: true });
    mkdirSync(join(checkout, 'compiled'));
    const env = { AWSCRED_HOME: checkout };
    const { stdout } = await home.program([process.execPath, AWSCRED, '--hot', 'assume', 'prod'], { env });
    assert.equal(stdout, '');
  });

  it('may name what the readers know, in one list', () => {
    const reader = readFileSync(join(ROOT, 'bin/hot-assume.cjs'), 'utf8');
    const [, list = ''] = /const NAMES = \(?([^;]*?)\)?\.split/s.exec(reader) ?? [];
    assert.deepEqual(
      list
        .replaceAll(/['+\n]/g, ' ')
        .trim()
        .split(/\s+/),
      [...STATEMENT_NAMES],
    );
  });
});
