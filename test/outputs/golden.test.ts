import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { outputs } from '../../src/outputs/index.ts';
import type { Output } from '../../src/outputs/output.ts';
import { renderStatements, renderUnset } from '../../src/outputs/render-statements.ts';
import { sample, samplePlainKeys } from './sample.ts';

// From dist/test/outputs to the sources.
const FOLDER = join(import.meta.dirname, '../../../test/golden/outputs');

/** Every kind of product of one output, under headings. */
function products(output: Output): string {
  const parts: readonly (readonly [string, string])[] = [
    ['temporary credentials', renderStatements(output, sample('prod-readonly'))],
    ["a person's own keys", renderStatements(output, samplePlainKeys('ci-user'))],
    ['a name with blanks and signs', renderStatements(output, sample('acme: “prod” $HOME & co!  ‘x’'))],
    ...(output.undoes
      ? [['undone', renderUnset(output, { set: [], unset: ['AWS_REGION', 'AWSCRED_PROFILE'] })] as const]
      : []),
  ];
  return parts.map(([title, text]) => `--- ${title}\n${text}`).join('');
}

describe('what each syntax prints', () => {
  for (const output of Object.values(outputs)) {
    // Written anew by `UPDATE=1 npm test`.
    it(output.name, () => {
      const file = join(FOLDER, `${output.name}.txt`);
      const text = products(output);
      if (process.env['UPDATE'] === '1') {
        mkdirSync(FOLDER, { recursive: true });
        writeFileSync(file, text);
      }
      assert.equal(text, readFileSync(file, 'utf8'));
    });

    it(`${output.name}: whole lines, none empty`, () => {
      const text = renderStatements(output, sample('prod-readonly'));
      assert.match(text, /[^\n]\n$/);
      assert.ok(!text.includes('\n\n') && !text.includes('\r'));
    });
  }
});
