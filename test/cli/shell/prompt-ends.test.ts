import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import { needs } from '../../support/process/needs.ts';
import { PYTHON } from '../../support/pty.ts';
import { AWSCRED, ROOT, Sandbox } from '../../support/sandbox.ts';

const PAIR =
  'aws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = example/secret/key/00000000000000000001\n';
const DEVICE = 'arn:aws:iam::111122223333:mfa/jane';

interface Ended {
  /** Negative for the number of a signal; null for one that had to be killed. */
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly shown: string;
}

describe('the end of a prompt', { skip: needs(PYTHON) }, () => {
  let box: Sandbox;

  before(() => {
    box = new Sandbox();
    box.write('.aws/config', '[profile a]\nregion = eu-west-1\n[profile b]\nregion = eu-west-1\n');
    box.write('.aws/credentials', `[a]\n${PAIR}mfa_serial = ${DEVICE}\n[b]\n${PAIR}`);
  });

  async function ended(how: string, waitFor: string, args: readonly string[]): Promise<Ended> {
    const script = join(ROOT, 'test/support/prompt-ends.py');
    const words = ['-P', script, how, waitFor, process.execPath, AWSCRED, ...args];
    const env = { ...box.environment(), AWSCRED_STORE: 'none' };
    const child = spawn(PYTHON, words, { cwd: box.home, env, stdio: ['ignore', 'pipe', 'inherit'] });
    let text = '';
    child.stdout.on('data', (data: Buffer) => (text += data.toString()));
    await new Promise((resolve) => child.once('close', resolve));
    return JSON.parse(text) as Ended;
  }

  for (const [how, status] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
    ['type:\u0003', 130],
    ['type:\u0004', 130],
    ['type:\u001b', 130],
    ['vanish', 129],
    ['vanish-ignored', 129],
  ] as const) {
    it(`the picker ends at once, by ${JSON.stringify(how)}`, async () => {
      const end = await ended(how, 'b', ['assume', '-o', 'posix']);
      assert.equal(end.status, status, end.stderr);
      assert.equal(end.stdout, `(exit ${status});\n`);
      assert.match(end.stderr, /^awscred: .*\n$/);
    });
  }

  it('the picker picks', async () => {
    const end = await ended('type:b\r', 'a', ['assume', '-o', 'posix']);
    assert.equal(end.status, 0, end.stderr);
    assert.match(end.stdout, /export AWSCRED_PROFILE=b;/);
  });

  for (const how of ['vanish', 'vanish-ignored']) {
    it(`a question for a code ends clean where the terminal has gone (${how})`, async () => {
      const end = await ended(how, 'MFA code', ['process', 'a']);
      assert.ok(end.status !== null && (end.status === -1 || end.status > 0), `${end.status}: ${end.stderr}`);
      assert.equal(end.stdout, '');
      assert.doesNotMatch(end.stderr, /Assertion|Native stack/);
    });
  }
});
