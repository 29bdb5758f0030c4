import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { checkedPair, keyPairIn } from '../../src/core/key-pair-text.ts';
import { AwscredError } from '../../src/errors.ts';

const ID = 'AKIAIOSFODNN7EXAMPLE';
const SECRET = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';

describe('a pair of keys on stdin', () => {
  const taken: readonly (readonly [string, string])[] = [
    ['one line', `${ID} ${SECRET}\n`],
    ['two lines', `${ID}\r\n${SECRET}\r\n`],
    ['blank lines and tabs', `\n\t${ID}\t\n\n  ${SECRET}  \n`],
    ['the CSV with a mark and CRLF', `\uFEFFAccess key ID,Secret access key\r\n${ID},${SECRET}\r\n`],
    [
      'the older CSV',
      `User name,Password,Access key ID,Secret access key,Console login link\njane,,${ID},${SECRET},https://x/\n`,
    ],
    ['columns in another order', `Secret access key,Access key ID\n${SECRET},${ID}\n`],
    ['quoted cells', `"Access key ID","Secret access key"\n"${ID}","${SECRET}"\n`],
    [
      'a cell with a comma before them',
      `User name,Access key ID,Secret access key\n"Doe, J",${ID},${SECRET}\n`,
    ],
  ];
  for (const [what, text] of taken) {
    it(what, () => {
      const { accessKeyId, secretAccessKey } = keyPairIn(text);
      assert.deepEqual([accessKeyId, secretAccessKey.reveal()], [ID, SECRET]);
    });
  }

  const refused: readonly (readonly [string, string, RegExp])[] = [
    ['nothing', '', /two words, and is 0/],
    ['half a pair', ID, /two words, and is 1/],
    ['three words', `${ID} ${SECRET} token`, /two words, and is 3/],
    ['two rows', `Access key ID,Secret access key\n${ID},${SECRET}\n${ID},${SECRET}\n`, /2 rows/],
    ['no row', 'Access key ID,Secret access key\n', /0 rows/],
    ['no secret in the row', `Access key ID,Secret access key\n${ID}\n`, /secret access key is missing/],
    ['a CSV without a column of secrets', `Access key ID,Name\n${ID},jane\n`, /secret access key is missing/],
    ['temporary keys', `ASIAIOSFODNN7EXAMPLE ${SECRET}`, /temporary key/],
    ['a short id', `AKIA ${SECRET}`, /no access key id/],
    ['a foreign letter in the id', `AKIAIOSFODNN7EXAMPLÉ ${SECRET}`, /no access key id/],
    ['a secret with a quote', `${ID} ${SECRET.slice(1)}'`, /no secret access key/],
    ['the pair swapped', `${SECRET} ${ID}`, /swapped/],
  ];
  for (const [what, text, words] of refused) {
    it(`refuses ${what}, and quotes nothing`, () => {
      assert.throws(
        () => keyPairIn(text),
        (error) => {
          assert.ok(error instanceof AwscredError);
          assert.equal(error.code, 'USAGE');
          assert.match(error.message, words);
          assert.ok(![error.message, ...error.hints].join(' ').includes(SECRET.slice(0, 20)));
          return true;
        },
      );
    });
  }

  it('refuses half a pair of other places', () => {
    assert.throws(() => checkedPair('', SECRET), /access key id is missing/);
    assert.throws(() => checkedPair(ID, ''), /secret access key is missing/);
  });
});
