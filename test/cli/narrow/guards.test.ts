import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { headlessAws, type HeadlessAws } from '../../support/aws/headless-aws.ts';
import type { HeadlessResult } from '../../support/headless.ts';

describe('the guards of config.ini', () => {
  let aws: HeadlessAws;

  before(async () => {
    aws = await headlessAws();
  });

  const config = (text: string): string => aws.sandbox.write('.config/awscred/config.ini', text);
  const run = async (...args: readonly string[]): Promise<HeadlessResult> => aws.sandbox.run(args);

  for (const [text, line, message] of [
    ['[profile zzz]\nconfrim = true\n', 2, /no guard "confrim"; did you mean confirm\?/],
    ['[profile zzz]\nconfirm = maybe\n', 2, /"maybe" is not one of: true, false/],
    ['[account 4444]\n', 1, /is not an account number/],
    ['store = file\n[profiles zzz]\n', 2, /no section \[profiles zzz\]/],
    ['[profile zzz]\nconfirm = true\nconfirm = true\n', 3, /appears twice/],
    ['confirm = true\n', 1, /belongs under/],
    ['[profile zzz]\nread_only = yes\n', 2, /read_only = "yes" is not one of: true, false/],
    ['[profile zzz]\nmax_duration = 2d\n', 2, /max_duration = "2d" is not a time up to 36h/],
    ['[profile zzz]\nmfa = optional\n', 2, /mfa = "optional" is not one of: required/],
    ['[profile zzz]\nscope = nosuch\n', 2, /no scope "nosuch"/],
  ] as const) {
    it(`${JSON.stringify(text)}: nothing is handed out, by file and line`, async () => {
      config(text);
      for (const [args, status] of [
        [['process', 'jane'], 2],
        [['assume', 'jane', '-o', 'json'], 2],
        [['exec', 'jane', '--', 'true'], 125],
        [['whoami', 'jane'], 2],
      ] as const) {
        const result = await run(...args);
        assert.deepEqual([result.status, result.stdout], [status, ''], args.join(' '));
        assert.match(result.stderr, new RegExp(`^awscred: ~/.config/awscred/config.ini:${line}: `));
        assert.match(result.stderr, message);
      }
      assert.equal(aws.server.calls.length, 0);
    });
  }

  it('a file that is not understood can be looked at and mended', async () => {
    const path = config('[profile zzz]\nconfirm = maybe\n');
    for (const args of [
      ['list'],
      ['cache', 'list'],
      ['store', 'status'],
      ['config', 'show'],
      ['logout', 'acme'],
    ]) {
      assert.equal((await run(...args)).status, 0, args.join(' '));
    }
    for (const args of [
      ['settings', 'get'],
      ['settings', 'set', 'store', 'file'],
    ]) {
      const result = await run(...args);
      assert.equal(result.status, 0, result.stderr);
      assert.match(
        result.stderr,
        /config\.ini:[23]: .*"maybe".*; awscred gives out no credentials until this is fixed/,
      );
    }
    const doctor = await run('doctor', '--json');
    assert.equal(doctor.status, 1);
    const { checks } = JSON.parse(doctor.stdout) as {
      checks: { id: string; findings: Record<string, unknown>[] }[];
    };
    const finding = checks.find(({ id }) => id === 'guards')?.findings[0];
    assert.deepEqual([finding?.['status'], finding?.['file'], finding?.['line']], ['fail', path, 3]);
    const explained = await run('explain', 'prod-admin', '--json');
    assert.equal(explained.status, 0);
    const { guards, diagnostics } = JSON.parse(explained.stdout) as {
      guards: unknown;
      diagnostics: Record<string, unknown>[];
    };
    assert.deepEqual(guards, []);
    assert.deepEqual([diagnostics[0]?.['code'], diagnostics[0]?.['line']], ['guard-not-understood', 3]);
    assert.match((await run('explain', 'prod-admin')).stdout, /guards +refused: .*"maybe".*config\.ini:3$/m);
  });

  it('explain and settings get show them with their lines, without a call', async () => {
    const file = config(
      '[profile prod-*]\nconfirm = true\n[profile hub]\nconfirm = true\n[account 444455556666]\nallowed_account_ids = 111122223333\n',
    );
    const { stdout } = await run('explain', 'prod-admin', '--json');
    const { guards, diagnostics } = JSON.parse(stdout) as Record<string, unknown[]>;
    assert.deepEqual(guards, [
      { key: 'confirm', value: 'true', section: 'profile prod-*', file, line: 2 },
      { key: 'allowed_account_ids', value: '111122223333', section: 'account 444455556666', file, line: 6 },
    ]);
    assert.equal((diagnostics?.[0] as Record<string, unknown> | undefined)?.['code'], 'account-not-allowed');
    const text = (await run('explain', 'prod-admin')).stdout;
    assert.match(text, /guards +\[profile prod-\*\] confirm = true +~\/\.config\/awscred\/config\.ini:2$/m);
    assert.match(text, /refused: account 444455556666 is not among allowed_account_ids/);
    assert.match(
      text,
      /^A person must confirm at the terminal, once for as long as the credentials are valid\. A person will be asked to sign in/m,
    );
    assert.match(
      (await run('explain', 'jane')).stdout,
      /\[account …\] are checked when its account is known/,
    );
    assert.doesNotMatch((await run('explain', 'bastion')).stdout, /guards/);
    assert.match(
      (await run('settings', 'get')).stdout,
      /^\[profile hub\] confirm = true\t~\/\.config\/awscred\/config\.ini:4\t/m,
    );
    assert.equal(aws.server.calls.length, 0);
  });

  it('doctor names a pattern that guards nothing', async () => {
    config('[profile prod-?dmin]\nconfirm = true\n[profile Prod-*]\nconfirm = true\n');
    assert.match((await run('doctor')).stdout, /warn +guards +\[profile Prod-\*\] matches no profile$/m);
  });
});
