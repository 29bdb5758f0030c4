import assert from 'node:assert/strict';
import { chmodSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import { ALLOW, headlessAws, type HeadlessAws } from '../../support/aws/headless-aws.ts';
import { localAws, PRESS_ALLOW, type LocalAws } from '../../support/aws/local-aws.ts';
import { fullWithAll, mountsMissing, under } from '../../support/files/mounts.ts';
import { needs } from '../../support/process/needs.ts';
import { AWSCRED } from '../../support/sandbox.ts';

interface Line {
  readonly event: string;
  readonly profile: string;
  readonly hops: readonly string[];
  readonly account: string | null;
  readonly role: string | null;
  readonly expires: string | null;
  readonly scope: string | null;
  readonly reason: string | null;
  readonly program: { readonly name: string | null; readonly pid: number };
}

const LOGS = '[scope logs]\nallow = logs:Get*\n';

describe('the audit trail', () => {
  let aws: HeadlessAws;

  before(async () => {
    aws = await headlessAws();
    await aws.sandbox.run(['login', 'bastion'], { env: { BROWSER: ALLOW } });
  });

  let seen = 0;
  const config = (text: string): string =>
    aws.sandbox.write('.config/awscred/config.ini', `trusted_endpoints = 127.0.0.1\n${text}`);
  async function lines(...args: readonly string[]): Promise<readonly Line[]> {
    const { stdout, stderr } = await aws.sandbox.run(['log', '--json', ...args]);
    assert.equal(stderr, '');
    return (JSON.parse(stdout) as { lines: readonly Line[] }).lines;
  }
  async function added(...args: readonly string[]): Promise<readonly Line[]> {
    await aws.sandbox.run(args);
    const all = await lines();
    const more = all.slice(seen);
    seen = all.length;
    return more;
  }
  const events = (all: readonly Line[]): readonly string[] => all.map(({ event }) => event);

  it('has one line where credentials are obtained, and none for a warm repeat', async () => {
    config('');
    seen = (await lines()).length;
    const [line, ...more] = await added('process', 'prod-readonly');
    assert.deepEqual(more, []);
    assert.equal(line?.event, 'obtained');
    assert.equal(line.profile, 'prod-readonly');
    assert.deepEqual([line.account, line.role, line.scope], ['444455556666', 'ReadOnly', null]);
    assert.deepEqual(line.hops, [
      'sso PowerUser in 111122223333',
      'assume-role Hub in 222233334444',
      'assume-role ReadOnly in 444455556666',
    ]);
    assert.match(line.expires ?? '', /^\d{4}-.*Z$/);
    assert.deepEqual(await added('process', 'prod-readonly'), []);
    assert.deepEqual(await added('process', 'jane'), [], 'keys in a file are not obtained');
  });

  it('has a line each time what is guarded or narrowed is released', async () => {
    config(LOGS);
    const args = ['process', 'hub', '--scope', 'logs', '--reason', 'ticket 4711'];
    const first = await added(...args);
    assert.deepEqual(events(first), ['obtained', 'released']);
    assert.deepEqual([first[1]?.scope, first[1]?.reason], ['logs', 'ticket 4711']);
    assert.deepEqual(events(await added(...args)), ['released']);
    config('[profile jane]\nallowed_account_ids = 111122223333\n');
    assert.deepEqual(events(await added('process', 'jane')), ['released']);
  });

  it('has a line for a refusal by a guard, and by AWS', async () => {
    config('[profile jane]\nallowed_account_ids = 999999999999\n');
    const [guard] = await added('process', 'jane');
    assert.deepEqual([guard?.event, guard?.expires], ['refused', null]);
    config('');
    assert.deepEqual(events(await added('process', 'prod-readonly', '--external-id', 'other', '--refresh')), [
      'obtained',
    ]);
    assert.deepEqual(
      events(await added('process', 'hub', '--role-arn', 'arn:aws:iam::444455556666:role/Nobody')),
      ['refused'],
    );
  });

  it('is switched off but for guarded and narrowed lines by audit = off', async () => {
    config(`audit = off\n${LOGS}`);
    assert.deepEqual(await added('process', 'prod-readonly', '--refresh'), []);
    assert.deepEqual(events(await added('process', 'prod-readonly', '--scope', 'logs', '--refresh')), [
      'obtained',
      'released',
    ]);
  });

  it('is shown by time and profile', async () => {
    config('');
    assert.ok((await lines('--since', '1h')).length > 0);
    assert.equal((await lines('--since', '0s')).length, 0);
    assert.deepEqual(new Set((await lines('-p', 'jane')).map(({ profile }) => profile)), new Set(['jane']));
    const { stdout } = await aws.sandbox.run(['log', '-p', 'hub']);
    assert.match(
      stdout,
      /^\d{4}-\d\d-\d\d [\d:]{8}Z {2}released {2}hub {2}Hub in 222233334444 .* scope logs {2}"ticket 4711" {2}for /m,
    );
    const wrong = await aws.sandbox.run(['log', '--since', 'yesterday']);
    assert.deepEqual([wrong.status, wrong.stdout], [2, '']);
  });
});

describe('the file of the audit trail', () => {
  let aws: LocalAws;
  let path: string;

  before(async () => {
    aws = await localAws();
    path = join(aws.sandbox.home, '.local/state/awscred/audit.jsonl');
    aws.sandbox.write('.config/awscred/config.ini', LOGS);
    const { status, stderr } = await aws.sandbox.run(['process', 'jane', '--scope', 'logs']);
    assert.equal(status, 0, stderr);
  });

  const texts = (): readonly string[] =>
    readFileSync(path, 'utf8')
      .split('\n')
      .filter((one) => one !== '');

  it('is private, without a secret and without arguments', async () => {
    assert.equal(statSync(path).mode & 0o777, 0o600);
    const text = readFileSync(path, 'utf8');
    assert.doesNotMatch(text, /example\/jane|IQoJb3JpZ2lu|ASIA|--scope/);
    const last = JSON.parse(texts().at(-1) ?? '') as Line;
    assert.equal(last.program.name, 'node');
    assert.equal(last.program.pid, process.pid);
  });

  it('gets only whole lines of 30 processes at once', async () => {
    const before = texts().length;
    const runs = Array.from({ length: 30 }, async () =>
      aws.sandbox.run(['process', 'jane', '--scope', 'logs']),
    );
    const results = await Promise.all(runs);
    assert.deepEqual(new Set(results.map(({ status }) => status)), new Set([0]), results[0]?.stderr);
    assert.deepEqual(new Set(results.map(({ stderr }) => stderr)), new Set(['']));
    const after = texts().slice(before);
    assert.equal(after.length, 30);
    assert.ok(after.every((line) => (JSON.parse(line) as Line).event === 'released'));
  });

  it('is rolled at 10 MB, five are kept, and what is damaged is read past', async () => {
    const whole = texts();
    const first = whole[0] ?? '';
    for (let round = 0; round < 7; round += 1) {
      writeFileSync(path, `${first}\n{"version":1,"ev\n${'x'.repeat(10_000_000)}`);
      const { status, stderr } = await aws.sandbox.run(['process', 'jane', '--scope', 'logs']);
      assert.deepEqual([status, stderr], [0, '']);
    }
    assert.deepEqual(
      [1, 2, 3, 4, 5, 6].map((number) => existsSync(`${path}.${number}`)),
      [true, true, true, true, true, false],
    );
    assert.equal(texts().length, 1);
    const log = await aws.sandbox.run(['log', '--json']);
    assert.match(log.stderr, /^awscred: the audit trail has 10 damaged lines: left out\n$/);
    assert.equal((JSON.parse(log.stdout) as { lines: Line[] }).lines.length, 6);
    // A writer that was killed in the middle of a line costs that line alone.
    writeFileSync(path, `${first}\n${first.slice(0, 40)}`);
    await aws.sandbox.run(['process', 'jane', '--scope', 'logs']);
    assert.equal((JSON.parse(texts().at(-1) ?? '') as Line).event, 'released');
  });

  for (const [what, spoil] of [
    ['is a folder', (file: string): unknown => mkdirSync(file, { recursive: true })],
    [
      'can be written by others',
      (file: string): void => {
        writeFileSync(file, '');
        chmodSync(file, 0o666);
      },
    ],
  ] as const) {
    it(`that ${what}: one warning, and the credentials`, async () => {
      const other = await localAws();
      other.sandbox.write('.config/awscred/config.ini', LOGS);
      await other.sandbox.run(['store', 'status']);
      const folder = join(other.sandbox.home, '.local/state/awscred');
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      spoil(join(folder, 'audit.jsonl'));
      const { status, stdout, stderr } = await other.sandbox.run(['process', 'jane', '--scope', 'logs']);
      assert.equal(status, 0, stderr);
      assert.match(stdout, /AccessKeyId/);
      assert.match(stderr, /^awscred: the audit trail could not be written: [^\n]+\n$/);
    });
  }

  it(
    'on a full disk: one warning, whole lines, and the credentials',
    { skip: mountsMissing || needs('unshare', 'mount') },
    async () => {
      const full = fullWithAll('"$HOME"/.local/state');
      const words = [process.execPath, AWSCRED, 'process', 'jane', '--scope', 'logs'];
      const other = await localAws();
      other.sandbox.write('.config/awscred/config.ini', LOGS);
      await other.sandbox.run(['process', 'jane', '--scope', 'logs']);
      const { status, stdout, stderr } = await other.sandbox.program(under(full, words), {
        env: { BROWSER: PRESS_ALLOW },
      });
      assert.equal(status, 0, stderr);
      assert.match(stdout, /AccessKeyId/);
      assert.ok(
        stderr === '' || /^awscred: the audit trail could not be written: no space[^\n]*\n$/.test(stderr),
        stderr,
      );
    },
  );

  it('is followed line by line', async () => {
    const child = aws.sandbox.start([
      process.execPath,
      AWSCRED,
      'log',
      '--follow',
      '--json',
      '--since',
      '0s',
    ]);
    let out = '';
    child.stdout?.on('data', (chunk: Buffer) => (out += chunk.toString()));
    for (let turn = 0; turn < 50 && !out.includes('released'); turn += 1) {
      await aws.sandbox.run(['process', 'jane', '--scope', 'logs']);
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
    child.kill('SIGTERM');
    await new Promise((resolve) => child.once('exit', resolve));
    const [line = ''] = out.split('\n');
    assert.equal((JSON.parse(line) as Line).event, 'released');
  });
});
