import assert from 'node:assert/strict';
import { appendFileSync, chmodSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { localAws, type LocalAws } from '../../support/aws/local-aws.ts';

const SERIAL = 'arn:aws:iam::777788889999:mfa/ci-user';
const DEPLOYER = 'arn:aws:iam::777788889999:role/Deployer';

describe('a program that answers for the person: mfa_process', () => {
  let aws: LocalAws;

  before(async () => {
    aws = await localAws();
    appendFileSync(
      join(aws.sandbox.home, '.aws', 'config'),
      `[profile by-program]
region = eu-west-1
endpoint_url = ${aws.server.url}
role_arn = ${DEPLOYER}
source_profile = ci-user
mfa_serial = ${SERIAL}
mfa_process = ${aws.sandbox.home}/mfa-code
`,
    );
  });

  const code = (): string => aws.server.mfaCode(SERIAL);

  async function answer(args: readonly string[]): Promise<{ readonly AccessKeyId: string }> {
    const result = await aws.sandbox.run(['process', ...args]);
    assert.equal(result.status, 0, result.stderr);
    assert.equal(result.stderr, '');
    return JSON.parse(result.stdout) as { readonly AccessKeyId: string };
  }

  it('mfa_process answers for the person, without a terminal', async () => {
    aws.server.moveClock(60_000);
    aws.sandbox.write('mfa-code', `#!/bin/sh\necho ${code()}\n`);
    chmodSync(join(aws.sandbox.home, 'mfa-code'), 0o700);
    const { AccessKeyId } = await answer(['by-program', '--refresh']);
    assert.match(AccessKeyId, /^ASIA/);
  });

  it('an mfa_process that fails or prints no code is named, and its words are not repeated', async () => {
    for (const script of ['echo not-a-code-918273', 'echo 123; exit 7', 'exit 0']) {
      aws.sandbox.write('mfa-code', `#!/bin/sh\n${script}\n`);
      chmodSync(join(aws.sandbox.home, 'mfa-code'), 0o700);
      const result = await aws.sandbox.run(['process', 'by-program', '--refresh']);
      assert.notEqual(result.status, 0);
      assert.equal(result.stdout, '');
      assert.match(result.stderr, /mfa_process|mfa-code/);
      assert.doesNotMatch(result.stderr, /918273/);
    }
  });

  it('an mfa_process is not started by explain or list', async () => {
    aws.sandbox.write('mfa-code', '#!/bin/sh\ntouch "$HOME/started"\n');
    assert.equal((await aws.sandbox.run(['explain', 'by-program'])).status, 0);
    assert.equal((await aws.sandbox.run(['list'])).status, 0);
    const there = await aws.sandbox.program(['test', '-e', join(aws.sandbox.home, 'started')]);
    assert.equal(there.status, 1);
  });
});

describe('codes of a program are sent once', () => {
  it('two processes that get the same code send it once; the second waits for the next', async () => {
    const aws = await localAws();
    const { home } = aws.sandbox;
    aws.sandbox.script('ykman', `#!/bin/sh\necho "$*" >>"$HOME/asked"\ncat "$HOME/code"\n`);
    appendFileSync(
      join(home, '.aws', 'config'),
      ['a', 'b']
        .map(
          (name) =>
            `[profile ${name}]\nregion = eu-west-1\nendpoint_url = ${aws.server.url}\nrole_arn = ${DEPLOYER}\nrole_session_name = ${name}${name}\nsource_profile = ci-user\nmfa_serial = ${SERIAL}\nawscred_mfa_ykman = it's me:jane@x\n`,
        )
        .join(''),
    );
    const env = { PATH: `${home}:${process.env['PATH'] ?? ''}` };
    const first = aws.server.mfaCode(SERIAL);
    aws.sandbox.write('code', `${first}\n`);
    const run = async (name: string) => aws.sandbox.run(['process', name, '--no-mfa-session'], { env });
    const one = await run('a');
    assert.equal(one.status, 0, one.stderr);
    const two = run('b');
    aws.server.moveClock(60_000);
    const next = aws.server.mfaCode(SERIAL);
    await setTimeout(1500);
    aws.sandbox.write('code', `${next}\n`);
    const { status, stderr } = await two;
    assert.equal(status, 0, stderr);
    assert.equal(aws.count('AssumeRole'), 2);
    assert.match(
      readFileSync(join(home, 'asked'), 'utf8'),
      /^oath accounts code --single -- it's me:jane@x$/m,
    );
  });
});
