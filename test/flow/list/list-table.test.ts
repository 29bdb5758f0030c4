import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { textWidth } from '../../../src/core/text/text-width.ts';
import type { ListedProfile } from '../../../src/flow/list/list.ts';
import { listTable } from '../../../src/flow/list/list-table.ts';

const row = (profile: string, change: Partial<ListedProfile> = {}): ListedProfile => ({
  profile,
  account: '444455556666',
  accountName: null,
  role: 'ReadOnly',
  through: 'sso acme',
  expiresAt: null,
  current: false,
  shared: false,
  fault: null,
  place: null,
  guards: [],
  ...change,
});

const ROWS = [
  row('bastion', { current: true, expiresAt: 3_600_000 }),
  row('prod', { through: 'bastion, hub, '.repeat(20), guards: ['confirm'] }),
  row('broken', {
    fault: 'profile "broken": the source_profile "nosuch" does not exist',
    place: '~/.aws/config:3',
  }),
  row('本番環境', { role: '管理者' }),
  row('\u001b[2Jevil\u202e', { role: 'a\tb' }),
];

const shown = (columns: number | null, header = false, rows: readonly ListedProfile[] = ROWS) =>
  listTable(rows, { now: 0, columns, header }).replace(/\n$/, '').split('\n');

describe('the table of profiles', () => {
  it('keeps every column for the others where one chain is long', () => {
    for (const columns of [90, 100, 120, 200]) {
      const lines = shown(columns);
      assert.match(lines[0] ?? '', /PROFILE +ACCOUNT +ROLE +THROUGH +LEFT +NOTE$/, String(columns));
      assert.match(lines.join('\n'), /^\* bastion +444455556666 +ReadOnly +sso acme +1h$/m);
      assert.ok(
        lines.every((line) => textWidth(line) <= columns),
        lines.join('\n'),
      );
    }
  });

  it('says why a profile leads nowhere, without its name again, and by file and line', () => {
    const lines = shown(100);
    assert.match(
      lines.join('\n'),
      /^ {2}broken +the source_profile "nosuch" does not exist \(~\/\.aws\/config:3\)$/m,
    );
    assert.match(shown(null).join('\n'), /^broken\t.*\tthe source_profile "nosuch" does not exist \(~/m);
  });

  it('marks what is guarded', () => {
    assert.match(shown(100).join('\n'), /^ {2}prod .* guarded$/m);
    assert.match(shown(null).join('\n'), /^prod\t.*\tguarded$/m);
    assert.doesNotMatch(shown(100, false, [row('prod')]).join('\n'), /NOTE/);
  });

  it('is straight and harmless whatever names say', () => {
    const lines = shown(120);
    const accounts = lines.filter((line) => line.includes('444455556666'));
    const places = accounts.map((line) => textWidth(line.slice(0, line.indexOf('444455556666'))));
    assert.equal(new Set(places).size, 1, lines.join('\n'));
    assert.doesNotMatch(lines.join('\n'), /[\u001b\u202e\t]/);
    assert.deepEqual(
      shown(null).map((line) => line.split('\t').length),
      [6, 6, 6, 6, 6],
    );
  });

  it('a pipe has no marker, and a header where it is asked for', () => {
    assert.match(shown(null)[0] ?? '', /^bastion\t444455556666\tReadOnly\tsso acme\t1h\t?$/);
    assert.equal(shown(null, true)[0], 'PROFILE\tACCOUNT\tROLE\tTHROUGH\tLEFT\tNOTE');
  });

  it('fits terminals of 40 to 200 columns, names of accounts and wide characters included', () => {
    const rows = [
      row('prod', { accountName: '本番アカウント-very-long-name' }),
      row('日本語', { accountName: '\u001b[31mred\u202e', role: 'R'.repeat(60) }),
      row('z', { accountName: 'acme-prod', through: 'a, b, c, d, e, f, g, h' }),
    ];
    for (let columns = 40; columns <= 200; columns += 1) {
      const lines = listTable(rows, { now: 0, columns, header: true }).split('\n');
      const widest = Math.max(...lines.map(textWidth));
      assert.ok(widest <= columns, `${widest} in ${columns}`);
      assert.equal(lines.filter((line) => line.includes('444455556666')).length, 3, `${columns}`);
      assert.doesNotMatch(lines.join(''), /[\u001b\u202e]/);
    }
  });
});
