import assert from 'node:assert/strict';
import { chmodSync, cpSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import { localAws, PRESS_ALLOW, type LocalAws } from '../../support/aws/local-aws.ts';
import { needs } from '../../support/process/needs.ts';
import { AWSCRED, ROOT } from '../../support/sandbox.ts';
import { tempFolder } from '../../support/files/temp-folder.ts';

/** Root may write everywhere, whatever the modes say. */
const AS_ANOTHER_USER =
  process.getuid?.() === 0 ? ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups'] : [];

describe('explain, list and cache list look at no network and no secret', () => {
  let aws: LocalAws;
  let traces: string;

  before(async () => {
    aws = await localAws();
    traces = tempFolder();
    assert.equal((await aws.sandbox.run(['login', 'acme'], { env: { BROWSER: PRESS_ALLOW } })).status, 0);
    assert.equal((await aws.sandbox.run(['process', 'prod-readonly'])).status, 0);
    // A token of the AWS CLI, which would be read if anybody signed in.
    aws.sandbox.write(`.aws/sso/cache/${'0'.repeat(40)}.json`, '{}');
  });

  /** What strace saw of a run and its children: one line per system call. */
  async function traced(
    args: readonly string[],
    env: Record<string, string | undefined> = {},
  ): Promise<string[]> {
    const file = join(traces, 'trace');
    const calls = 'trace=%network,open,openat,openat2';
    const argv = ['strace', '-f', '-qq', '-o', file, '-e', calls, process.execPath, AWSCRED, ...args];
    const result = await aws.sandbox.program(argv, { env });
    assert.equal(result.status, 0, result.stderr);
    assert.notEqual(result.stdout, '');
    return readFileSync(file, 'utf8').split('\n');
  }

  const opened = (lines: readonly string[]): string[] =>
    lines
      .filter((line) => !line.includes('ENOENT'))
      .flatMap((line) => /open(?:at2?)?\(.*?"([^"]*)"/.exec(line)?.[1] ?? []);

  for (const args of [
    ['explain', 'prod-readonly'],
    ['explain', 'prod-readonly', '--json'],
    ['explain', 'deploy'],
    ['list'],
    ['cache', 'list'],
    ['config', 'show'],
  ]) {
    it(args.join(' '), { skip: needs('strace') }, async () => {
      // A bus that would answer, if anybody asked.
      const lines = await traced(args, { DBUS_SESSION_BUS_ADDRESS: `unix:path=${aws.sandbox.home}/bus` });
      assert.deepEqual(networkCalls(lines), []);
      const below = opened(lines).filter((path) => path.startsWith(`${aws.sandbox.home}/`));
      const names = below.map((path) => path.slice(aws.sandbox.home.length + 1));
      const allowed =
        /^(?:\.aws\/(?:config|credentials)|\.config\/awscred\/config\.ini|\.local\/state\/awscred\/(?:index\.json|accounts\.json|store-in-use))$/;
      assert.deepEqual(
        names.filter((name) => !allowed.test(name)),
        [],
      );
      assert.ok(names.includes('.aws/config') || args[0] === 'cache', 'strace saw nothing');
    });
  }

  it('explain with HOME and nothing else', { skip: needs('strace') }, async () => {
    const bare = Object.fromEntries(['USER', 'LOGNAME', 'PATH'].map((name) => [name, undefined]));
    const lines = await traced(['explain', 'prod-readonly'], bare);
    assert.deepEqual(networkCalls(lines), []);
  });

  it('the same strace does see what process does', { skip: needs('strace') }, async () => {
    const names = opened(await traced(['process', 'prod-readonly']));
    assert.ok(names.some((name) => name.endsWith('/passphrase')));
  });

  it('all three work where nothing can be written', { skip: needs('setpriv') }, async () => {
    const calls = aws.server.calls.length;
    const { home } = aws.sandbox;
    // Others may read this home and not write it, as on a read-only file system.
    setModes(home, { folder: 0o555, file: 0o444 });
    const program = programForAll();
    const before = tree(home);
    for (const args of [['explain', 'prod-readonly'], ['list'], ['cache', 'list']]) {
      const argv = [...AS_ANOTHER_USER, process.execPath, program, ...args];
      const result = await aws.sandbox.program(argv, { cwd: '/' });
      assert.equal(result.status, 0, result.stderr);
    }
    assert.deepEqual(tree(home), before);
    setModes(home, { folder: 0o700, file: 0o600 });
    assert.equal(aws.server.calls.length, calls);
  });
});

function networkCalls(lines: readonly string[]): string[] {
  return lines.filter((line) => /\b(?:socket|connect|sendto|sendmsg)\(/.test(line));
}

/** The program where every user can read it: the tests themselves may run below somebody's private home. */
function programForAll(): string {
  const folder = tempFolder();
  for (const part of ['bin', 'dist/bundle', 'package.json']) {
    cpSync(join(ROOT, part), join(folder, part), { recursive: true });
  }
  setModes(folder, { folder: 0o755, file: 0o444 });
  return join(folder, 'bin', 'awscred.cjs');
}

interface Modes {
  readonly folder: number;
  readonly file: number;
}

function setModes(folder: string, modes: Modes): void {
  chmodSync(folder, 0o700);
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      setModes(path, modes);
    } else if (entry.isFile()) {
      chmodSync(path, modes.file);
    }
  }
  chmodSync(folder, modes.folder);
}

function tree(folder: string): string[] {
  return readdirSync(folder, { recursive: true }).map(String).sort();
}
