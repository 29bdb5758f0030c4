import assert from 'node:assert/strict';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { before, beforeEach, describe, it } from 'node:test';
import { localAws, PRESS_ALLOW, type LocalAws } from '../../support/aws/local-aws.ts';
import { needs } from '../../support/process/needs.ts';
import {
  PYTHON,
  runOnTerminal,
  type DialogStep,
  type TerminalResult,
  type TerminalRun,
} from '../../support/pty.ts';
import { AWSCRED } from '../../support/sandbox.ts';

const GUARDED = '[profile prod-*]\nconfirm = true\n';
const NUMBER = /prod-admin is guarded: type the account's number \(444455556666\) to go on: /;
const TYPED: DialogStep = { expect: NUMBER, send: '444455556666\n' };

describe('confirm = true', { skip: needs(PYTHON) }, () => {
  let aws: LocalAws;

  before(async () => {
    aws = await localAws();
    const login = await aws.sandbox.run(['login', 'acme'], { env: { BROWSER: PRESS_ALLOW } });
    assert.equal(login.status, 0, login.stderr);
  });

  beforeEach(() => config(GUARDED));

  const config = (text: string): void => void aws.sandbox.write('.config/awscred/config.ini', text);
  const confirmed = (): string => join(aws.sandbox.home, '.local/state/awscred/confirmed');
  /** A shell on a terminal of its own, where `awscred` is the real program. */
  const shell = async (
    script: string,
    dialog: readonly DialogStep[] = [],
    { env = {}, ...run }: TerminalRun = {},
  ): Promise<TerminalResult> =>
    runOnTerminal(['/bin/bash', '-c', `awscred() { ${process.execPath} ${AWSCRED} "$@"; }\n${script}\n`], {
      env: aws.sandbox.environment(env),
      dialog,
      timeoutMs: 60_000,
      ...run,
    });
  const asked = (result: TerminalResult): number => result.tty.split('is guarded: type').length - 1;

  it('asks once on a terminal, for process, assume and exec alike', async () => {
    const all =
      'awscred process prod-admin && awscred assume prod-admin -o json && awscred exec prod-admin -- true';
    const result = await shell(`${all} && awscred process prod-admin --refresh`, [TYPED]);
    assert.equal(result.status, 0, result.stderr + result.tty);
    assert.equal(asked(result), 1, result.tty);
    assert.match(result.stdout, /"Version": ?1/);
    assert.equal(result.stderr, '');
    assert.ok(result.cooked);
    const [name = '', ...others] = readdirSync(confirmed());
    assert.deepEqual(others, []);
    assert.equal(statSync(join(confirmed(), name)).mode & 0o777, 0o600);
    assert.equal(statSync(confirmed()).mode & 0o777, 0o700);
  });

  it('asks again on another terminal, of the cache too, and of another session on the same', async () => {
    const [first, second] = [
      await shell('awscred process prod-admin', [TYPED]),
      await shell('awscred process prod-admin', [TYPED]),
    ];
    assert.deepEqual([first.status, second.status], [0, 0], second.stderr);
    assert.equal(first.stdout, second.stdout);
    const nested = `awscred process prod-admin; script -qec '${process.execPath} ${AWSCRED} process prod-admin' /dev/null </dev/tty >/dev/tty`;
    const third = await shell(nested, [TYPED, TYPED]);
    assert.equal(third.status, 0, third.tty);
    assert.equal(asked(third), 2);
  });

  it('is not passed by the hot cache', async () => {
    const kept = (name: string): boolean =>
      existsSync(join(aws.sandbox.home, '.local/state/awscred/hot', `profile.${name}`));
    const script =
      'awscred list >/dev/null; awscred process hub && awscred process prod-admin && awscred process prod-admin';
    const result = await shell(script, [TYPED]);
    assert.equal(result.status, 0, result.stderr + result.tty);
    assert.deepEqual([kept('hub'), kept('prod-admin')], [true, false]);
    config('');
    await shell('awscred list >/dev/null; awscred process prod-admin');
    assert.equal(kept('prod-admin'), true);
    config(GUARDED);
    assert.equal((await aws.sandbox.run(['process', 'prod-admin'])).status, 4);
  });

  it('asks before anything is asked of AWS', async () => {
    const fresh = await localAws();
    fresh.sandbox.write('.config/awscred/config.ini', GUARDED);
    const result = await runOnTerminal([process.execPath, AWSCRED, 'process', 'prod-admin'], {
      env: fresh.sandbox.environment(),
      dialog: [{ expect: NUMBER, send: '\x04' }],
    });
    assert.equal(result.status, 3);
    assert.equal(result.stdout, '');
    assert.match(result.stderr, /prod-admin is guarded, and the account's number was not typed/);
    assert.equal(fresh.server.calls.length, 0);
  });

  it('three wrong words are a refusal, which is not kept', async () => {
    const wrong = 'prod-admin\n';
    const result = await shell(
      'awscred assume prod-admin -o posix; echo "status $?"; awscred process prod-admin',
      [
        { expect: NUMBER, send: wrong },
        { expect: /to go on \(2 tries left\): /, send: 'yes\n' },
        { expect: /to go on \(1 try left\): /, send: '44445555666\n' },
        { expect: NUMBER, send: ' 444455556666 \n' },
      ],
    );
    assert.equal(result.status, 0, result.stderr);
    assert.match(result.stdout, /^\(exit 3\);\nstatus 3\n\{/);
  });

  for (const [name, run, args] of [
    ['no terminal', { terminal: 'none' }, 'process prod-admin'],
    ['a background job', { terminal: 'background' }, 'process prod-admin'],
    ['--no-input', {}, 'process prod-admin --no-input'],
    ['AWSCRED_NO_INPUT', { env: { AWSCRED_NO_INPUT: '1' } }, 'process prod-admin'],
  ] as const) {
    it(`${name}: exit 4 at once, without a call, and a command to paste`, async () => {
      const calls = aws.server.calls.length;
      const result = await shell(`exec ${process.execPath} ${AWSCRED} ${args}`, [], run);
      assert.equal(result.status, 4, result.stderr);
      assert.equal(result.stdout + result.tty, '');
      assert.match(result.stderr, /hint: in a terminal, `awscred exec prod-admin` asks/);
      assert.equal(aws.server.calls.length, calls);
    });
  }

  it('without a terminal names the command itself where that is what a person would type', async () => {
    for (const args of ['console prod-admin --federate', 'share prod-admin --scope read-only -- cat']) {
      const [command = ''] = args.split(' ', 1);
      const result = await shell(`exec ${process.execPath} ${AWSCRED} ${args}`, [], { terminal: 'none' });
      assert.equal(result.status, 4, result.stderr);
      assert.match(result.stderr, new RegExp(`hint: in a terminal, .awscred ${command} prod-admin. asks`));
    }
  });

  it('what was confirmed here serves a background job and --no-input on this terminal', async () => {
    const result = await shell(
      'awscred process prod-admin; set -m; awscred process prod-admin --no-input; awscred process prod-admin & wait $!',
      [TYPED],
    );
    assert.equal(result.status, 0, result.stderr);
    assert.equal(result.stdout.split('"Version"').length, 4);
  });

  it('no variable, option or word on stdin loosens it', async () => {
    const env = {
      AWSCRED_CONFIRM: 'false',
      AWSCRED_GUARDS: 'none',
      AWSCRED_SIGN_IN: 'browser',
      AWSCRED_YES: '1',
    };
    const piped = await aws.sandbox.run(['process', 'prod-admin'], { env, stdin: '444455556666\n' });
    assert.equal(piped.status, 4);
    for (const option of ['--no-cache', '--no-mfa-session', '--read-only', '--min-ttl 1']) {
      assert.equal(
        (await aws.sandbox.run(['process', 'prod-admin', ...option.split(' ')], { env })).status,
        4,
      );
    }
    for (const option of ['--yes', '--no-confirm', '--confirm=false']) {
      assert.equal((await aws.sandbox.run(['process', 'prod-admin', option], { env })).status, 2);
    }
  });

  it('--role-arn into a guarded account, and a twin of another name, are the account’s', async () => {
    config('[account 444455556666]\nconfirm = true\nname = acme-prod\n');
    const role = 'arn:aws:iam::444455556666:role/ReadOnly';
    const none = await aws.sandbox.run(['process', 'hub', '--role-arn', role]);
    assert.equal(none.status, 4);
    assert.match(none.stderr, new RegExp(`awscred exec --role-arn ${role} hub`));
    aws.sandbox.append(
      '.aws/credentials',
      `\n[twin]\nrole_arn = ${role}\nsource_profile = hub\nregion = eu-west-1\nendpoint_url = ${aws.server.url}\n`,
    );
    const [hub, twin] = ['hub', 'twin'].map(
      (name) =>
        new RegExp(`${name} is guarded: type the account's name \\(acme-prod, 444455556666\\) to go on: `),
    );
    const script = `awscred process hub && awscred process hub --role-arn ${role} && awscred process twin && awscred process twin`;
    const result = await shell(script, [
      { expect: hub ?? /$^/, send: 'acme-prod\n' },
      { expect: twin ?? /$^/, send: '444455556666\n' },
    ]);
    assert.equal(result.status, 0, result.stderr + result.tty);
    assert.equal(asked(result), 2);
  });

  for (const [name, meanwhile] of [
    ['over', 'sed -i \'s/"until":[0-9]*/"until":1/\' "$kept"/*'],
    [
      'of another clock',
      'sed -i \'s/"since":[0-9]*/"since":99999999999999/; s/"until":[0-9]*/"until":99999999999999/\' "$kept"/*',
    ],
    ['damaged', 'echo {} > "$(echo "$kept"/*)"'],
    ['written by others', 'chmod o+w "$kept"/*'],
    ['in a folder that others can write', 'chmod o+w "$kept"'],
    ['a link', 'for each in "$kept"/*; do mv "$each" "$kept/../x"; ln -s ../x "$each"; done'],
    ['nowhere to keep', 'rm -r "$kept"; : > "$kept"'],
  ] as const) {
    it(`a confirmation that is ${name} is not believed`, async () => {
      const script = `kept=${confirmed()}; rm -rf "$kept"; awscred process prod-admin; ${meanwhile}; awscred process prod-admin`;
      const result = await shell(script, [TYPED, TYPED]);
      assert.equal(result.status, 0, result.stderr + result.tty);
      await aws.sandbox.program(['rm', '-rf', confirmed()]);
    });
  }

  it('another request is another plan, and asked anew', async () => {
    const script = 'awscred process prod-admin && awscred process prod-admin --session-name other';
    const result = await shell(script, [TYPED, TYPED]);
    assert.equal(result.status, 0, result.stderr + result.tty);
  });

  it('a crowd on one terminal is asked once', async () => {
    const calls = aws.count('AssumeRole');
    const six = 'for i in 1 2 3 4 5 6; do awscred process prod-admin --session-name crowd & p="$p $!"; done';
    const result = await shell(`${six}; for each in $p; do wait $each || exit 9; done`, [
      { expect: NUMBER },
      { expect: /waiting: .*asks for a confirmation; answer here/ },
      { expect: /waiting: .*asks for a confirmation; answer here/, send: '444455556666\n' },
    ]);
    assert.equal(result.status, 0, result.stderr + result.tty);
    assert.equal(asked(result), 1, result.tty);
    const answers = result.stdout.trim().split('\n');
    assert.equal(answers.length, 6);
    assert.equal(new Set(answers).size, 1);
    assert.equal(aws.count('AssumeRole') - calls, 1);
  });

  // The waiter may see that somebody is asked before the question is on the terminal.
  const BOTH = /waiting[\s\S]*to go on: |to go on: [\s\S]*waiting/;

  it('a refusal is that of all who wait for it', async () => {
    const two =
      'awscred process prod-admin --session-name no & p=$!; awscred process prod-admin --session-name no; echo $?; wait $p; echo $?';
    const result = await shell(two, [{ expect: BOTH, send: '\x04' }]);
    assert.equal(result.stdout, '3\n3\n', result.tty + result.stderr);
    assert.match(result.stderr, /the text it asked for was not typed to `process prod-admin` \(pid \d+/);
  });
});
