import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { tabbedText, tableText, type Table } from '../../../src/core/text/table.ts';
import { cutToWidth, padToWidth, textWidth } from '../../../src/core/text/text-width.ts';

type Row = readonly [string, string, string, string];

const table = (rows: readonly Row[], span?: (row: Row) => string | null): Table<Row> => ({
  columns: [
    { title: 'NAME', text: ([name]) => name, yields: 'own line' },
    { title: 'ACCOUNT', text: ([, account]) => account },
    { title: 'WAY', text: ([, , way]) => way, yields: 'cut' },
    { title: 'LEFT', text: ([, , , left]) => left },
  ],
  rows,
  leftOut: ['WAY'],
  ...(span === undefined ? {} : { span }),
});

const SHORT: readonly Row[] = [
  ['prod', '111122223333', 'sso acme', '1h'],
  ['staging', '444455556666', 'bastion', '–'],
];

const lines = (text: string): readonly string[] => text.trimEnd().split('\n');

describe('a table', () => {
  it('stands in columns', () => {
    assert.deepEqual(lines(tableText(table(SHORT), 80)), [
      'NAME      ACCOUNT        WAY        LEFT',
      'prod      111122223333   sso acme   1h',
      'staging   444455556666   bastion    –',
    ]);
  });

  it('one long chain is cut and hides no column for the others', () => {
    const long: Row = ['deep', '777788889999', 'a-very-long-chain, of-many, more-hops, to-come', '2h'];
    const shown = lines(tableText(table([...SHORT, long]), 60));
    assert.match(shown[0] ?? '', /^NAME +ACCOUNT +WAY +LEFT$/);
    assert.match(shown[3] ?? '', /^deep +777788889999 +a-very-long.*… +2h$/);
    assert.ok(
      shown.every((line) => textWidth(line) <= 60),
      shown.join('\n'),
    );
  });

  it('one long name gets a line of its own and hides no column for the others', () => {
    const long: Row = [`the-${'long-'.repeat(8)}name`, '777788889999', 'bastion', '2h'];
    const shown = lines(tableText(table([...SHORT, long]), 60));
    assert.deepEqual(shown.slice(3), [long[0], '          777788889999   bastion    2h']);
    assert.match(shown[0] ?? '', /WAY/);
  });

  it('a column that has no room is left out for all', () => {
    const shown = lines(tableText(table(SHORT), 34));
    assert.deepEqual(shown, [
      'NAME      ACCOUNT        LEFT',
      'prod      111122223333   1h',
      'staging   444455556666   –',
    ]);
  });

  it('a reason stands in the place of the columns, wrapped under itself', () => {
    const shown = lines(
      tableText(
        table(SHORT, ([name]) => (name === 'prod' ? 'the source_profile "nosuch" does not exist' : null)),
        40,
      ),
    );
    assert.deepEqual(shown.slice(1, 3), [
      'prod      the source_profile "nosuch"',
      '          does not exist',
    ]);
  });

  it('is straight with wide letters, emoji and combining marks', () => {
    const rows: readonly Row[] = [
      ['本番環境', '1', 'ａｂｃ', 'x'],
      ['e\u0301quipe', '2', '🔥 hot', 'x'],
      ['équipe', '3', '한국어', 'x'],
      ['Łódź-ş', '4', 'ﾊﾝｶｸ', 'x'],
    ];
    const shown = lines(tableText(table(rows), 80));
    const places = shown.slice(1).map((line) => textWidth(line.slice(0, line.lastIndexOf('x'))));
    assert.deepEqual(new Set(places).size, 1, shown.join('\n'));
    assert.equal(places[0], textWidth((shown[0] ?? '').replace(/LEFT$/, '')));
  });

  it('a text is cut between letters, never wider than its room', () => {
    for (const text of [
      '本番環境の名前',
      'ab本番cd',
      '🔥🔥🔥🔥',
      'e\u0301e\u0301e\u0301e\u0301',
      'abcdefgh',
    ]) {
      for (let width = 1; width < 9; width += 1) {
        const cut = cutToWidth(text, width);
        assert.ok(textWidth(cut) <= width, `${cut} in ${width}`);
        assert.equal(Buffer.from(cut).toString(), cut);
        assert.equal(textWidth(padToWidth(cut, 12)), 12);
      }
    }
  });

  it('in a pipe has tabs between columns, and a header only on request', () => {
    assert.equal(tabbedText(table(SHORT), false).split('\n')[0], 'prod\t111122223333\tsso acme\t1h');
    assert.equal(tabbedText(table(SHORT), true).split('\n')[0], 'NAME\tACCOUNT\tWAY\tLEFT');
  });
});
