import assert from 'node:assert/strict';
import { test } from 'node:test';
import { jsonText } from '../../../src/core/text/json-text.ts';

test('JSON shows no character that a terminal obeys or hides, and reads back exactly', () => {
  const odd = '\u001b]0;x\u0007 \u009b31m \u202e \u2028 \ufeff \u{e0041} \ud800 \u007f é 😀 "\\\n';
  const value = { [odd]: [odd] };
  for (const indent of [0, 2]) {
    const text = jsonText(value, indent);
    assert.deepEqual(JSON.parse(text), value);
    assert.doesNotMatch(text.replaceAll('\n', ''), /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
    assert.ok(text.includes('é 😀'));
  }
  assert.equal(jsonText({ a: 1 }, 2), '{\n  "a": 1\n}');
});
