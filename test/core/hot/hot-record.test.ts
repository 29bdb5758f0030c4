import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  cutAt,
  hotItemOf,
  type HotRecord,
  isWrittenSince,
  kernelHalfOf,
  lifeEndOf,
  serializeHotRecord,
} from '../../../src/core/hot/hot-record.ts';

const ITEM = {
  store: 'file',
  account: `v1.tmp.${'a'.repeat(32)}`,
  key: 'b'.repeat(64),
  accessKeyId: 'ASIAEXAMPLE000000000',
  expiresAt: 2_000_000_000_000,
} as const;

const RECORD: HotRecord = {
  profile: 'prod',
  variables: '/home/jane\tjane',
  files: [
    { path: '/a', stamp: { forShells: '1 2 s', forNode: '1 2 n' } },
    { path: '/b', stamp: null },
    { path: '/c', stamp: null },
  ],
  life: { bootId: 'boot', untilUptime: 10, written: 20, until: 30 },
  kernel: { serial: '77', name: 'hot.0123456789abcdef' },
  item: ITEM,
  process: { head: '{"a":"', middle: '', tail: '"}' },
  assume: {
    head: 'unset A;\nexport AWS_SECRET_ACCESS_KEY=',
    middle: ';\nexport AWS_SESSION_TOKEN=',
    tail: ';\nexport B=c;\n',
    summary: { who: 'prod', expires: 5, midnight: 4, clock: '15:02' },
  },
};

describe('a hot record', () => {
  const text = serializeHotRecord(RECORD) ?? '';

  it('is one thing a line, in the order in which shells read them', () => {
    const lines = [
      'awscred-hot 1 prod',
      '/home/jane\tjane',
      '/a',
      '/b',
      '/c',
      'boot 10 20 30 77 hot.0123456789abcdef',
      `file ${ITEM.account} ${ITEM.key} ASIAEXAMPLE000000000 2000000000000`,
      '{"a":"',
      '"}',
      '1 2 s',
      '-',
      '-',
      '1 2 n\t-\t-',
      'prod\t5\t4\t15:02',
      'unset A;',
      '*',
      'export B=c;',
      'end',
      '',
    ];
    assert.deepEqual(text.split('\n'), lines);
    const plain = serializeHotRecord({ ...RECORD, kernel: null, assume: null })?.split('\n') ?? [];
    assert.deepEqual([plain[5], plain[13], plain[14]], ['boot 10 20 30 0 -', '-', 'end']);
  });

  it('is none where something does not fit a line, or a path depends on the folder', () => {
    for (const sign of ['\n', '\r', '\0']) {
      const broken = `x${sign}y`;
      const [file, ...rest] = RECORD.files;
      assert.equal(serializeHotRecord({ ...RECORD, profile: broken }), null);
      assert.equal(serializeHotRecord({ ...RECORD, variables: broken }), null);
      assert.equal(
        serializeHotRecord({ ...RECORD, files: [{ ...file, path: `/${broken}` }, ...rest] }),
        null,
      );
      assert.equal(serializeHotRecord({ ...RECORD, process: { head: broken, middle: '', tail: '' } }), null);
      assert.equal(serializeHotRecord({ ...RECORD, item: { ...ITEM, accessKeyId: broken } }), null);
    }
    const [, ...rest] = RECORD.files;
    assert.equal(serializeHotRecord({ ...RECORD, files: [{ path: 'a', stamp: null }, ...rest] }), null);
  });

  it('says where its halves are, and garbage says nothing', () => {
    assert.deepEqual(hotItemOf(text.split('\n')), ITEM);
    assert.deepEqual(kernelHalfOf(text), RECORD.kernel);
    assert.deepEqual(
      [
        lifeEndOf(text),
        isWrittenSince(text, 20, RECORD.variables),
        isWrittenSince(text, 21, RECORD.variables),
      ],
      [30, true, false],
    );
    assert.equal(isWrittenSince(text, 20, 'others'), false);
    for (const garbage of [
      '',
      'x',
      text.replace('77 hot', '-7 hot'),
      text.replace('hot.0123', 'hot../../'),
    ]) {
      assert.equal(kernelHalfOf(garbage), null);
    }
    for (const garbage of ['', text.replace('file v1', 'none v1'), text.replace('v1.tmp', 'v1.iam')]) {
      assert.equal(hotItemOf(garbage.split('\n')), null);
    }
    assert.deepEqual([lifeEndOf(''), lifeEndOf('\n\n\n\n\na b c d')], [0, 0]);
  });
});

describe('a product cut at its secrets', () => {
  it('leaves what stands around them', () => {
    assert.deepEqual(cutAt('<S|T>', 'S', 'T', '|'), { head: '<', middle: '|', tail: '>' });
  });

  it('is none where a secret stands anywhere else, or they do not stand so', () => {
    for (const text of ['<S|T>S', 'T<S|T>', '<T|S>', '<S-T>', '', '<S|T><S|T>']) {
      assert.equal(cutAt(text, 'S', 'T', '|'), null, text);
    }
  });
});
