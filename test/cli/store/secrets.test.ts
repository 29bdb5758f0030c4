import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import { builtInWorld } from '../../../src/dev-server/world/built-in-world.ts';
import { filesBelow } from '../../support/files/files-below.ts';
import { PRESS_ALLOW, type LocalAws } from '../../support/aws/local-aws.ts';
import { needs } from '../../support/process/needs.ts';
import { runOnTerminal } from '../../support/pty.ts';
import { AWSCRED, PASSPHRASE, type RunResult } from '../../support/sandbox.ts';
import { tempFolder } from '../../support/files/temp-folder.ts';
import { tappedAws, type Wiretap } from '../../support/network/wiretap.ts';

const SERIAL = 'arn:aws:iam::777788889999:mfa/ci-user';

interface Run {
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly status: number;
  /** Its stdout is the credentials. */
  readonly handsOut?: boolean;
}

/** One after the other, as loud as can be, and where it fails with --json too. */
const RUNS: readonly Run[] = [
  { args: ['process', 'prod-readonly'], status: 4 },
  { args: ['login', 'acme'], env: { BROWSER: PRESS_ALLOW }, status: 0 },
  { args: ['process', 'prod-readonly'], status: 0, handsOut: true },
  { args: ['process', 'prod-admin', '--refresh'], status: 0, handsOut: true },
  { args: ['assume', 'prod-readonly', '-o', 'posix'], status: 0, handsOut: true },
  { args: ['whoami', 'prod-readonly'], status: 0 },
  { args: ['whoami', 'ci-user'], status: 0 },
  { args: ['list'], status: 0 },
  { args: ['explain', 'prod-admin'], status: 0 },
  { args: ['config', 'show'], status: 0 },
  { args: ['cache', 'list'], status: 0 },
  { args: ['store', 'status'], status: 0 },
  { args: ['process', 'deploy'], status: 4 },
  { args: ['process', 'deploy', '-t', '000000'], status: 3 },
  {
    args: ['process', 'prod-admin', '--refresh', '--role-arn', 'arn:aws:iam::444455556666:role/No'],
    status: 3,
  },
  { args: ['process', 'nosuch'], status: 2 },
  { args: ['process', 'prod-readonly'], env: { AWSCRED_PASSPHRASE_FILE: '/nowhere/passphrase' }, status: 5 },
  { args: ['exec', 'prod-readonly', '--', 'true'], status: 0 },
  { args: ['logout', 'acme'], status: 0 },
];

describe(
  'secrets are in no argv, message, log or file',
  { skip: needs('strace', '/usr/bin/python3') },
  () => {
    let aws: LocalAws & { readonly tap: Wiretap };
    let traces: string;
    const said: { readonly what: string; readonly text: string }[] = [];
    const done: { readonly run: Run; readonly result: RunResult }[] = [];
    const codes: string[] = [];

    before(async () => {
      aws = await tappedAws();
      traces = tempFolder();
      for (const run of RUNS) {
        for (const loud of run.status === 0
          ? [['-v', '--debug']]
          : [
              ['-v', '--debug'],
              ['--debug', '--json'],
            ]) {
          await perform(run, [...loud, ...run.args]);
        }
      }
      codes.push(aws.server.mfaCode(SERIAL));
      const asked = await runOnTerminal([process.execPath, AWSCRED, '--debug', 'process', 'deploy'], {
        env: aws.sandbox.environment(),
        dialog: [{ expect: /MFA code for/, send: `${codes[0] ?? ''}\n` }],
      });
      assert.equal(asked.status, 0, asked.stderr);
      said.push({ what: 'stderr of an MFA run', text: asked.stderr });
    });

    async function perform(run: Run, args: readonly string[]): Promise<void> {
      const trace = join(traces, `${done.length}`);
      const strace = [
        'strace',
        '-f',
        '--seccomp-bpf',
        '-qq',
        '-s',
        '100000',
        '-o',
        trace,
        '-e',
        'trace=execve',
      ];
      const argv = [...strace, process.execPath, AWSCRED, ...args];
      const result = await aws.sandbox.program(argv, { env: run.env ?? {} });
      const what = args.join(' ');
      assert.equal(result.status, run.status, `${what}\n${result.stderr}`);
      done.push({ run: { ...run, args }, result });
      said.push({ what: `stderr of ${what}`, text: result.stderr });
      if (run.handsOut !== true) {
        said.push({ what: `stdout of ${what}`, text: result.stdout });
      }
    }

    function secrets(): readonly string[] {
      const known = builtInWorld.users.flatMap((user) => [user.secretAccessKey, user.mfa?.seed ?? '']);
      return [...aws.tap.secrets(), ...known, ...codes, PASSPHRASE].filter((secret) => secret !== '');
    }

    function check(what: string, text: string): void {
      for (const secret of secrets()) {
        for (const form of new Set([secret, encodeURIComponent(secret)])) {
          assert.ok(!text.includes(form), `${what} has a secret of ${secret.length} characters`);
        }
      }
    }

    it('there are secrets to look for', () => {
      assert.ok(secrets().length > 25, String(secrets().length));
      // What is handed out is found by the same search, so that an empty answer cannot pass.
      const handed = done.filter(({ run, result }) => run.handsOut === true && result.status === 0);
      assert.ok(handed.length >= 3);
      for (const { result } of handed) {
        assert.ok(secrets().some((secret) => result.stdout.includes(secret)));
      }
    });

    it('stdout of all that hands out nothing, and stderr of everything', () => {
      said.forEach(({ what, text }) => check(what, text));
    });

    it('the arguments of every program that was started', () => {
      const started = readdirSync(traces).map((name) => readFileSync(join(traces, name), 'utf8'));
      assert.ok(
        started.some((trace) => trace.includes('press-allow')),
        'strace saw no children',
      );
      for (const trace of started) {
        const argv = trace
          .split('\n')
          .map((line) => /execve\("[^"]*", (\[.*?\])(?:,|\))/.exec(line)?.[1] ?? '');
        // A code given as an option is in the person's own command line.
        check('argv', argv.join('\n').replaceAll('"000000"', ''));
      }
    });

    it('every file but the ones that the person wrote', () => {
      const own = ['.aws/config', '.aws/credentials', 'passphrase'].map((name) =>
        join(aws.sandbox.home, name),
      );
      const files = [...filesBelow(aws.sandbox.home)].filter(([path]) => !own.includes(path));
      assert.ok(files.length > 2);
      files.forEach(([path, text]) => check(path, text));
    });

    it('stderr is awscred’s own lines: no stack, no warning of Node or the SDK', () => {
      for (const { run, result } of done) {
        const { stderr } = result;
        if (run.args.includes('--json')) {
          const last = stderr.trimEnd().split('\n').at(-1) ?? '';
          assert.equal(typeof (JSON.parse(last) as { error: { code: string } }).error.code, 'string');
        }
        const lines = stderr.split('\n').filter((line) => line !== '' && !line.startsWith('{"error":'));
        for (const line of lines) {
          assert.match(line, /^(?:awscred: | {2})/, run.args.join(' '));
        }
        assert.doesNotMatch(stderr, /^\s+at .*[:(]\d+|node:internal|\(node:\d+\)|Warning:/m);
      }
    });

    it('--debug always writes something', () => {
      for (const { run, result } of done.filter((one) => one.run.args.includes('--debug'))) {
        assert.match(result.stderr, /^awscred: debug: /m, run.args.join(' '));
      }
    });
  },
);
