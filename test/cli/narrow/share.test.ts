import assert from 'node:assert/strict';
import { execFile, execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { before, describe, it } from 'node:test';
import { awsCliEnvironment } from '../../support/aws/aws-cli.ts';
import { needs } from '../../support/process/needs.ts';
import { farFolderGone, shared, startShare } from '../../support/process/sharing.ts';
import { tappedAws, type Wiretap } from '../../support/network/wiretap.ts';
import type { LocalAws } from '../../support/aws/local-aws.ts';

const TOOLS = ['mktemp', 'mv', 'rm', 'cat'];

describe('awscred share', () => {
  let aws: LocalAws & { readonly tap: Wiretap };

  before(async () => {
    aws = await tappedAws();
    aws.sandbox.write('.config/awscred/config.ini', '[scope who]\nallow = sts:GetCallerIdentity\n');
  });

  /** A PATH of the far side: this shell, and the four tools. */
  function farPath(
    name: string,
    shell: readonly [string, string?],
    tools: readonly string[] = TOOLS,
  ): string {
    const folder = join(aws.sandbox.home, `far-${name}`);
    if (!existsSync(folder)) {
      mkdirSync(folder);
      const [program, applet] = shell;
      if (applet === undefined) {
        symlinkSync(program, join(folder, 'sh'));
      } else {
        aws.sandbox.script(`far-${name}/sh`, `#!/bin/sh\nexec ${program} ${applet} "$@"\n`);
      }
      tools.forEach((tool) =>
        symlinkSync(execFileSync('which', [tool], { encoding: 'utf8' }).trim(), join(folder, tool)),
      );
    }
    return folder;
  }

  const EMPTY = ['env', '-i'];
  for (const [name, ...shell] of [
    ['dash', '/usr/bin/dash'],
    ['bash', '/usr/bin/bash'],
    ['busybox', '/usr/bin/busybox', 'sh'],
    ['mksh', '/usr/bin/mksh'],
  ] as const) {
    it(
      `works in ${name} with an empty environment, four tools, and leaves nothing`,
      { skip: needs(name) },
      async () => {
        const transport = [...EMPTY, `PATH=${farPath(name, shell)}`];
        const { child, over, config, profile } = await shared(
          aws.sandbox,
          ['jane', '--scope', 'who'],
          transport,
        );
        assert.equal(profile, 'jane');
        const folder = join(config, '..');
        assert.equal(statSync(folder).mode & 0o777, 0o700);
        assert.deepEqual(readdirSync(folder).toSorted(), ['config', 'jane.json']);
        readdirSync(folder).forEach((file) => assert.equal(statSync(join(folder, file)).mode & 0o777, 0o600));
        assert.equal(
          readFileSync(config, 'utf8'),
          `[profile jane]\ncredential_process = cat ${folder}/jane.json\nregion = eu-west-1\n`,
        );
        const given = JSON.parse(readFileSync(join(folder, 'jane.json'), 'utf8')) as Record<
          string,
          string | number
        >;
        assert.equal(given['Version'], 1);
        const left = Date.parse(String(given['Expiration'])) - Date.now();
        assert.ok(left > 15 * 60_000 && left <= 3_600_000);
        child.kill('SIGINT');
        const { status, stderr } = await over;
        assert.equal(status, 0, stderr);
        assert.ok(!existsSync(folder));
      },
    );
  }

  it('lets the AWS CLI work there with two variables and nothing else', { skip: needs('aws') }, async () => {
    const { child, over, config, profile } = await shared(
      aws.sandbox,
      ['jane', '--scope', 'who', '--as', 'there/x'],
      EMPTY,
    );
    assert.equal(profile, 'there/x');
    const folder = join(aws.sandbox.home, 'cli');
    mkdirSync(folder);
    const env = {
      ...awsCliEnvironment(aws.server.url, folder),
      AWS_CONFIG_FILE: config,
      AWS_PROFILE: profile,
    };
    const { stdout: arn } = await promisify(execFile)('/usr/bin/aws', ['sts', 'get-caller-identity'], {
      env,
    });
    assert.match(arn, /user\/jane/);
    child.kill('SIGTERM');
    assert.equal((await over).status, 143);
    await farFolderGone(config);
  });

  for (const [signal, status] of [
    ['SIGTERM', 143],
    ['SIGHUP', 129],
    ['SIGKILL', null],
  ] as const) {
    it(`leaves nothing after ${signal}`, async () => {
      const { child, over, config } = await shared(aws.sandbox, ['jane', '--full'], EMPTY);
      child.kill(signal);
      const ended = await over;
      assert.equal(ended.status, status);
      // No guard of that name stands in any file.
      assert.doesNotMatch(ended.stderr, /max_duration/);
      await farFolderGone(config);
    });
  }

  it('ends after --for with 0, and with 6 when the transport is killed; nothing is left', async () => {
    const first = await shared(aws.sandbox, ['jane', '--full', '--for', '2s'], EMPTY);
    assert.equal((await first.over).status, 0);
    await farFolderGone(first.config);
    const carrier = aws.sandbox.script('carrier', '#!/bin/sh\necho $$ > "$HOME/carrier.pid"\n"$@" <&0\n');
    const { over, config } = await shared(aws.sandbox, ['jane', '--full'], [carrier]);
    process.kill(Number(readFileSync(join(aws.sandbox.home, 'carrier.pid'), 'utf8')), 'SIGKILL');
    // The shell over there still holds the pipe's end: it ends with our stdin.
    const { status, stderr } = await over;
    assert.equal(status, 6, stderr);
    assert.match(stderr, /ended \(SIGKILL\)/);
    await farFolderGone(config);
  });

  it('is understood by the login shells that ssh meets, which talk before it', async () => {
    for (const shell of ['sh', 'dash', 'bash', 'zsh', 'fish', 'mksh']) {
      if (needs(shell) !== false) {
        continue;
      }
      aws.sandbox.script(
        `${shell}/ssh`,
        `#!/bin/sh\necho "welcome to \\$(reboot)"\nprintf 'no line end'\nshift\nexec ${shell} -c "$*"\n`,
      );
      const ssh = join(aws.sandbox.home, shell, 'ssh');
      const { child, over, config } = await shared(aws.sandbox, ['jane', '--full'], [ssh, 'host']);
      child.kill('SIGINT');
      assert.equal((await over).status, 0, shell);
      await farFolderGone(config);
    }
  });

  it('puts no secret into any argument, environment or message', async () => {
    const { child, over, config } = await shared(aws.sandbox, ['jane', '--scope', 'who', '--debug'], EMPTY);
    const given = JSON.parse(readFileSync(join(config, '../jane.json'), 'utf8')) as Record<string, string>;
    const places = readdirSync('/proc')
      .filter((pid) => /^\d+$/.test(pid))
      .flatMap((pid) => ['cmdline', 'environ'].map((file) => `/proc/${pid}/${file}`));
    const seen = places.map((path) => {
      try {
        return readFileSync(path, 'latin1');
      } catch {
        return '';
      }
    });
    child.kill('SIGINT');
    const { stderr } = await over;
    const secrets = [given['SecretAccessKey'] ?? '', given['SessionToken'] ?? '', ...aws.tap.secrets()];
    for (const text of [...seen, stderr]) {
      assert.ok(secrets.every((secret) => !text.includes(secret)));
    }
  });

  const noTools = (): string => `PATH=${farPath('bare', ['/usr/bin/dash'], [])}`;
  for (const [what, args, transport, status, says] of [
    ['no scope and nobody to ask', ['jane'], () => EMPTY, 2, /nothing narrows jane[^]*--scope read-only/],
    ['an odd name over there', ['jane', '--full', '--as', 'a b'], () => EMPTY, 2, /--as "a b" cannot stand/],
    ['a name that leads out', ['jane', '--full', '--as', 'a/../b'], () => EMPTY, 2, /cannot stand/],
    ['no transport', ['jane', '--full'], () => [], 2, /takes a profile and a transport/],
    ['an unknown scope', ['jane', '--scope', 'nosuch'], () => EMPTY, 2, /no scope "nosuch"/],
    ['a time that is none', ['jane', '--full', '--for', 'soon'], () => EMPTY, 2, /--for takes a time/],
    ['a transport that is not there', ['jane', '--full'], () => ['no-such-program'], 6, /command not found/],
    ['one that fails', ['jane', '--full'], () => ['false'], 6, /false ended \(status 1\)/],
    [
      'last words',
      ['jane', '--full'],
      () => ['sh', '-c', 'printf "no \\033[31mway\\n"; exit 3'],
      6,
      /ended \(status 3\)[^]*last words: no (?!\x1b)\S*31mway/,
    ],
    [
      'no mktemp over there',
      ['jane', '--full'],
      () => [...EMPTY, noTools()],
      6,
      /no folder that can be written/,
    ],
  ] as const) {
    it(`is exit ${status}: ${what}`, async () => {
      const { over } = startShare(aws.sandbox, args, transport());
      const ended = await over;
      assert.deepEqual([ended.status, ended.stdout], [status, ''], ended.stderr);
      assert.match(ended.stderr, says);
    });
  }

  it('narrows what it gives, and keys by a session of their own', async () => {
    const calls = aws.count('GetScopedCredentials');
    const { child, over, config } = await shared(aws.sandbox, ['jane', '--scope', 'read-only'], EMPTY);
    child.kill('SIGINT');
    assert.equal((await over).status, 0);
    assert.ok(aws.count('GetScopedCredentials') > calls);
    assert.ok(aws.count('GetSessionToken') > 0);
    const log = await aws.sandbox.run(['log', '--json']);
    assert.match(log.stdout, /"event": "shared",\n\s*"profile": "jane"/);
    await farFolderGone(config);
  });
});
