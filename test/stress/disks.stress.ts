import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { fullWithAll, mountsMissing, readOnly, under } from '../support/files/mounts.ts';
import { needs } from '../support/process/needs.ts';
import { AWSCRED } from '../support/sandbox.ts';
import { crowd, figure, signIn, statuses, stressHome } from '../support/files/stress-home.ts';

/** With the encrypted file each process derives the key. */
const ROWS = [
  ['keychain', 20],
  ['file', 10],
] as const;
const DISKS = [
  ['a full disk', fullWithAll('"$HOME"/.local/state'), 1],
  ['a read-only home', readOnly('"$HOME"'), 1],
  // Nothing of awscred's is there.
  ['a read-only ~/.aws', readOnly('"$HOME"/.aws'), 0],
] as const;

describe('where nothing can be written', { skip: mountsMissing || needs('unshare', 'mount') }, () => {
  for (const [store, many] of ROWS) {
    for (const [what, mounts, warnings] of DISKS) {
      it(`${many} at once, ${what}, ${store}`, async () => {
        const aws = await stressHome(store);
        await signIn(aws);
        const argv = under(mounts, [process.execPath, AWSCRED, 'process', 'prod-readonly']);
        const { results } = await crowd(many, async () =>
          aws.sandbox.program(argv, { env: aws.env, timeoutMs: 200_000 }),
        );
        const answers = results.filter(({ stdout }) => stdout.startsWith('{"Version":1,')).length;
        const lines = results.map(({ stderr }) => stderr.split('\n').filter(isWarning).length);
        figure(
          `${store}, ${what}: ${many} × process: ${statuses(results)}; ${answers} answers; ` +
            `${Math.min(...lines)} to ${Math.max(...lines)} warnings each`,
        );
        assert.deepEqual(new Set(results.map(({ status }) => status)), new Set([0]), results[0]?.stderr);
        assert.equal(answers, many);
        // In the keychain the credentials are kept, and who finds them there has nothing to warn of.
        assert.ok(Math.max(...lines) <= warnings, results.map(({ stderr }) => stderr).join(''));
        const litter = readdirSync(join(aws.sandbox.home, '.aws'), { recursive: true });
        assert.deepEqual(
          litter.filter((name) => String(name).endsWith('.tmp')),
          [],
        );
      });
    }
  }
});

function isWarning(line: string): boolean {
  return line.startsWith('awscred: ') && !line.startsWith('awscred: hint: ');
}
