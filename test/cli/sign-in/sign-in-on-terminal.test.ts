import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { localAws, type LocalAws } from '../../support/aws/local-aws.ts';
import { needs } from '../../support/process/needs.ts';
import { PYTHON, runOnTerminal } from '../../support/pty.ts';
import { AWSCRED } from '../../support/sandbox.ts';

describe('what a terminal shows of a sign-in', () => {
  let aws: LocalAws;

  before(async () => {
    aws = await localAws();
  });

  it('a browser that fails has the address shown at once', { skip: needs(PYTHON) }, async () => {
    const failing = aws.sandbox.write('browser', '#!/bin/sh\nsleep 0.3\nexit 1\n');
    for (const browser of ['/bin/false', `sh ${failing}`]) {
      const env = { ...aws.sandbox.environment(), BROWSER: browser, AWSCRED_STORE: 'none' };
      const begun = Date.now();
      const dialog = [{ expect: /open this in a browser on this machine: http/, send: '\u0003' }];
      const result = await runOnTerminal([process.execPath, AWSCRED, 'login', 'acme'], { env, dialog });
      assert.match(result.tty, /\/authorize\?/);
      assert.ok(Date.now() - begun < 9000, 'the address came with the ten seconds that any browser has');
    }
  });

  it('the device page’s address carries the code', { skip: needs(PYTHON) }, async () => {
    const env = { ...aws.sandbox.environment(), AWSCRED_STORE: 'none' };
    const dialog = [{ expect: /code  [A-Z]{4}-[A-Z]{4}/, send: '\u0003' }];
    const words = [process.execPath, AWSCRED, 'login', '--device-code', 'acme'];
    const { tty } = await runOnTerminal(words, { env, dialog });
    const code = /code  ([A-Z]{4}-[A-Z]{4})/.exec(tty)?.[1] ?? 'none';
    assert.match(tty, new RegExp(`http://127\\.0\\.0\\.1:\\d+/\\S*${code}`));
  });
});
