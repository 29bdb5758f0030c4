import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { localAws, type LocalAws } from '../../support/aws/local-aws.ts';
import { needs } from '../../support/process/needs.ts';
import { PYTHON, runOnTerminal } from '../../support/pty.ts';
import { AWSCRED } from '../../support/sandbox.ts';

describe('what a guard asks, on a real terminal', () => {
  let aws: LocalAws;

  before(async () => {
    aws = await localAws();
  });

  const config = (text: string): string => aws.sandbox.write('.config/awscred/config.ini', text);

  it('names in the question are escaped, and typed as they are shown', { skip: needs(PYTHON) }, async () => {
    const name = 'evil\u200B[2J\u202Ename';
    aws.sandbox.append(
      '.aws/config',
      `\n[profile "${name}"]\naws_access_key_id = AKIAEXAMPLEJANEUSER2\naws_secret_access_key = example/jane/secret/access/key/000000002\n`,
    );
    config('[profile evil*]\nconfirm = true\n');
    const shown = 'evil\\u{200b}[2J\\u{202e}name';
    const result = await runOnTerminal([process.execPath, AWSCRED, 'process', name], {
      env: aws.sandbox.environment(),
      dialog: [
        {
          expect: /is guarded: type the profile's name \(evil.u\{200b\}\[2J.u\{202e\}name\) to go on: /,
          send: `${shown}\n`,
        },
      ],
    });
    assert.equal(result.status, 0, result.stderr);
    assert.doesNotMatch(result.tty, /[\u200B\u202E]/);
    config('[profile prod-admin]\nconfirm = true\n[account 444455556666]\nname = acme\u001B[2J\u0007\n');
    const prod = await runOnTerminal([process.execPath, AWSCRED, 'process', 'prod-admin'], {
      env: aws.sandbox.environment(),
      dialog: [
        {
          expect: /type the account's name \(acme.u\{1b\}\[2J.u\{7\}, 444455556666\) to go on: /,
          send: '\x04',
        },
      ],
    });
    assert.equal(prod.status, 3, prod.stderr);
    assert.doesNotMatch(prod.tty, /[\u001B\u0007]/);
  });

  it(
    'keys in a file are guarded by their profile’s name, and held for an hour',
    { skip: needs(PYTHON) },
    async () => {
      config('[profile jane]\nconfirm = true\n');
      const twice = `${process.execPath} ${AWSCRED} process jane && ${process.execPath} ${AWSCRED} process jane`;
      const result = await runOnTerminal(['/bin/sh', '-c', twice], {
        env: aws.sandbox.environment(),
        dialog: [{ expect: /jane is guarded: type the profile's name \(jane\) to go on: /, send: 'jane\n' }],
      });
      assert.equal(result.status, 0, result.stderr);
      assert.equal(aws.server.calls.length, 0);
    },
  );
});
