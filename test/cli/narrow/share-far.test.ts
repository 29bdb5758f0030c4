import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { awsCliEnvironment } from '../../support/aws/aws-cli.ts';
import type { LocalAws } from '../../support/aws/local-aws.ts';
import { needs } from '../../support/process/needs.ts';
import { PYTHON, runOnTerminal } from '../../support/pty.ts';
import { realSshd, sshdMissing } from '../../support/process/real-sshd.ts';
import { AWSCRED } from '../../support/sandbox.ts';
import { farFolderGone, shared } from '../../support/process/sharing.ts';
import { tappedAws, type Wiretap } from '../../support/network/wiretap.ts';

const SCOPE = '[scope who]\nallow = sts:GetCallerIdentity\n';

/** Who the two tools are over there, with the two variables and what finds the local AWS. */
async function whoIs(aws: LocalAws, config: string, profile: string): Promise<readonly string[]> {
  const folder = join(aws.sandbox.home, 'tools');
  const env = { ...awsCliEnvironment(aws.server.url, folder), AWS_CONFIG_FILE: config, AWS_PROFILE: profile };
  const run = promisify(execFile);
  const code = 'import boto3; print(boto3.client("sts").get_caller_identity()["Arn"])';
  const cli = await run(
    '/usr/bin/aws',
    ['sts', 'get-caller-identity', '--query', 'Arn', '--output', 'text'],
    { env },
  );
  const boto3 = await run(PYTHON, ['-c', code], { env });
  return [cli.stdout.trim(), boto3.stdout.trim()];
}

describe('share over a real sshd', { skip: sshdMissing || needs('aws', PYTHON) }, () => {
  let aws: LocalAws & { readonly tap: Wiretap };

  before(async () => {
    aws = await tappedAws();
    aws.sandbox.write('.config/awscred/config.ini', SCOPE);
  });

  for (const shell of ['/bin/sh', '/bin/bash', '/usr/bin/zsh', '/usr/bin/fish']) {
    it(`with ${shell} as login shell`, { skip: needs(shell) }, async () => {
      const transport = await realSshd(aws.sandbox, shell);
      const { child, over, config, profile } = await shared(
        aws.sandbox,
        ['jane', '--scope', 'who'],
        transport,
      );
      const folder = join(config, '..');
      const secrets = JSON.parse(readFileSync(join(folder, `${profile}.json`), 'utf8')) as Record<
        string,
        string
      >;
      const [cli, boto3] = await whoIs(aws, config, profile);
      assert.match(cli ?? '', /:user\/jane$/);
      assert.equal(boto3, cli);
      for (const text of everythingInProc()) {
        assert.ok(
          !text.includes(secrets['SecretAccessKey'] ?? '-'),
          'a secret is in an argument or a variable',
        );
        assert.ok(!text.includes(secrets['SessionToken'] ?? '-'), 'a token is in an argument or a variable');
      }
      child.kill('SIGINT');
      const { status, stderr } = await over;
      assert.equal(status, 0, stderr);
      await farFolderGone(config);
    });
  }

  it('ends with 6 when the connection dies, and the far side cleans up', async () => {
    const [ssh = '', ...words] = await realSshd(aws.sandbox, '/bin/bash');
    const note = join(aws.sandbox.home, 'ssh.pid');
    const wrapper = aws.sandbox.script('wrapped/ssh', `#!/bin/sh\necho $$ >${note}\nexec ${ssh} "$@"\n`);
    const { over, config } = await shared(aws.sandbox, ['jane', '--full'], [wrapper, ...words]);
    process.kill(Number(readFileSync(note, 'utf8')), 'SIGKILL');
    assert.equal((await over).status, 6);
    await farFolderGone(config);
  });

  it('a key that the far side does not take is exit 6 with the last words', async () => {
    const [ssh = '', ...words] = await realSshd(aws.sandbox, '/bin/sh');
    const without = words.filter((word, index) => word !== '-i' && words[index - 1] !== '-i');
    const args = ['share', 'jane', '--full', '--', ssh, '-o', 'BatchMode=yes', ...without];
    const { status, stdout, stderr } = await aws.sandbox.run(args);
    assert.deepEqual([status, stdout], [6, ''], stderr);
    assert.match(stderr, /Permission denied/);
  });
});

function everythingInProc(): readonly string[] {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return pids.flatMap((pid) =>
    ['cmdline', 'environ'].map((file) => {
      try {
        return readFileSync(`/proc/${pid}/${file}`, 'latin1');
      } catch {
        return '';
      }
    }),
  );
}

describe('share into a namespace', { skip: sshdMissing || needs('unshare', PYTHON) }, () => {
  let aws: LocalAws & { readonly tap: Wiretap };
  const inside = [
    'unshare',
    '--mount',
    '--pid',
    '--fork',
    '--mount-proc',
    '--',
    'env',
    '-i',
    'PATH=/usr/bin:/bin',
  ];

  before(async () => {
    aws = await tappedAws();
    aws.sandbox.write('.config/awscred/config.ini', SCOPE);
  });

  it('works, and the last process of it takes the folder along', async () => {
    const { child, over, config, profile } = await shared(aws.sandbox, ['jane', '--scope', 'who'], inside);
    const [cli, boto3] = await whoIs(aws, config, profile);
    assert.match(cli ?? '', /:user\/jane$/);
    assert.equal(boto3, cli);
    child.kill('SIGTERM');
    assert.equal((await over).status, 143);
    await farFolderGone(config);
  });

  it('list marks the profile while the share lives, and no longer, however it ended', async () => {
    const sharedIn = async (): Promise<readonly string[]> => {
      const { stdout } = await aws.sandbox.run(['list', '--json']);
      const { profiles } = JSON.parse(stdout) as { profiles: { profile: string; shared: boolean }[] };
      return profiles.filter((one) => one.shared).map((one) => one.profile);
    };
    assert.deepEqual(await sharedIn(), []);
    const plain = ['env', '-i', 'PATH=/usr/bin:/bin'];
    const one = await shared(aws.sandbox, ['jane', '--scope', 'who'], plain);
    const other = await shared(aws.sandbox, ['jane', '--full'], plain);
    for (let tries = 0; tries < 50 && (await sharedIn()).length === 0; tries += 1) {
      await sleep(20);
    }
    assert.match((await aws.sandbox.run(['list', 'jane'])).stdout, /\tshared\n/);
    one.child.kill('SIGKILL');
    await one.over;
    assert.deepEqual(await sharedIn(), ['jane']);
    other.child.kill('SIGINT');
    await other.over;
    assert.deepEqual(await sharedIn(), []);
    await farFolderGone(one.config);
  });

  for (const [what, transport] of [
    ['a plain sh', ['env', '-i', 'PATH=/usr/bin:/bin']],
    ['a namespace', inside],
  ] as const) {
    it(`Ctrl-C on a terminal ends it with 0: ${what}`, async () => {
      const { status, stdout, stderr } = await runOnTerminal(
        [process.execPath, AWSCRED, 'share', 'jane', '--scope', 'who', '--', ...transport],
        {
          env: aws.sandbox.environment(),
          stdin: 'terminal',
          dialog: [{ expect: /export AWS_PROFILE=jane/, send: '\x03' }],
        },
      );
      assert.equal(status, 0, stdout + stderr);
      const [, config = ''] = /AWS_CONFIG_FILE=(\S+)/.exec(stdout) ?? [];
      assert.ok(!existsSync(config), 'the folder is still there');
    });
  }
});
