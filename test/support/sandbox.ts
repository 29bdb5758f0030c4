import { spawn, type ChildProcess } from 'node:child_process';
import {
  appendFileSync,
  chmodSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { atEnd } from './process/cleanup.ts';

export interface RunResult {
  /** Of the process that has ended, and of the session that was its own. */
  readonly pid: number;
  readonly status: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly cwd?: string;
  readonly stdin?: string;
  readonly timeoutMs?: number;
}

/** The repository's root, from dist/test/support/. */
export const ROOT = realpathSync(join(import.meta.dirname, '..', '..', '..'));
export const AWSCRED = join(ROOT, 'bin', 'awscred.cjs');

export const PASSPHRASE = 'correct horse battery staple';

/** A home of its own with AWS's files, an encrypted store, and the real program. */
export class Sandbox {
  readonly home: string;

  constructor() {
    this.home = realpathSync(mkdtempSync(join(tmpdir(), 'awscred-cli-')));
    mkdirSync(join(this.home, '.aws'), { mode: 0o700 });
    this.write('passphrase', `${PASSPHRASE}\n`);
    atEnd(() => rmSync(this.home, { recursive: true, force: true, maxRetries: 5 }));
  }

  /** Writes a file under the home, 0600. */
  write(path: string, text: string): string {
    const full = join(this.home, path);
    mkdirSync(join(full, '..'), { recursive: true, mode: 0o700 });
    writeFileSync(full, text, { mode: 0o600 });
    chmodSync(full, 0o600);
    return full;
  }

  /** Writes a program under the home, 0755. */
  script(path: string, text: string): string {
    const full = this.write(path, text);
    chmodSync(full, 0o755);
    return full;
  }

  /** Adds to a file under the home. */
  append(path: string, text: string): void {
    appendFileSync(join(this.home, path), text);
  }

  /** The whole environment of a run: nothing of ours or AWS's leaks in from the machine. */
  environment(extra: Readonly<Record<string, string | undefined>> = {}): NodeJS.ProcessEnv {
    const clean = Object.entries(process.env).filter(([name]) => !LEAKS.test(name));
    const own = {
      HOME: this.home,
      USER: 'jane',
      LOGNAME: 'jane',
      AWSCRED_STORE: 'file',
      // What the kernel keeps outlives the sandbox: the tests of the hot cache turn it on, and clear it.
      AWSCRED_HOT_CACHE: 'off',
      AWSCRED_UNLOCK_FOR: 'off',
      AWSCRED_PASSPHRASE_FILE: join(this.home, 'passphrase'),
    };
    const merged = Object.entries({ ...Object.fromEntries(clean), ...own, ...extra });
    return Object.fromEntries(merged.filter(([, value]) => value !== undefined));
  }

  /** Runs `awscred …` without a terminal and waits for its end. */
  async run(args: readonly string[], options: RunOptions = {}): Promise<RunResult> {
    return this.program([process.execPath, AWSCRED, ...args], options);
  }

  /** Runs any program in the sandbox, in a session of its own: it has no controlling terminal. */
  async program(argv: readonly string[], options: RunOptions = {}): Promise<RunResult> {
    const child = this.start(argv, options);
    return finished(child, options);
  }

  start(argv: readonly string[], options: RunOptions = {}): ChildProcess {
    const [program = '', ...args] = argv;
    return spawn(program, args, {
      cwd: options.cwd ?? this.home,
      env: this.environment(options.env),
      stdio: ['pipe', 'pipe', 'pipe'],
      detached: true,
    });
  }
}

const LEAKS =
  /^(AWS|SSO_|XDG_|DBUS_|DISPLAY|WAYLAND|BROWSER|SSH_|NODE_|npm_|HTTPS?_PROXY|NO_PROXY|https?_proxy|no_proxy|CI$)/i;

/** What a program has written and how it ended; its stdin is fed and closed. */
export async function finished(child: ChildProcess, options: RunOptions = {}): Promise<RunResult> {
  return new Promise((resolve, reject) => {
    const output = { stdout: '', stderr: '' };
    child.stdout?.setEncoding('utf8').on('data', (text: string) => (output.stdout += text));
    child.stderr?.setEncoding('utf8').on('data', (text: string) => (output.stderr += text));
    child.stdin?.on('error', () => {});
    child.stdin?.end(options.stdin ?? '');
    const limit = setTimeout(() => {
      child.kill('SIGKILL');
      reject(new Error(`still running after ${options.timeoutMs ?? 60_000} ms\nstderr: ${output.stderr}`));
    }, options.timeoutMs ?? 60_000);
    child.on('error', reject);
    child.on('close', (status, signal) => {
      clearTimeout(limit);
      resolve({ pid: child.pid ?? 0, status, signal, ...output });
    });
  });
}
