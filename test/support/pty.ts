import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** For `needs(...)`: what `runOnTerminal` is made of. */
export const PYTHON = '/usr/bin/python3';

export interface DialogStep {
  /** Looked for on the terminal, after the place where the step before was found; plain enough for Python's `re` too. */
  readonly expect: RegExp;
  /** A file that must be there before the step is done. */
  readonly when?: string;
  /** Typed then; `\n` ends a line, `\x03` is Ctrl-C, `\x04` Ctrl-D. */
  readonly send?: string;
  /** Or: sent to the program then. */
  readonly signal?: 'SIGHUP' | 'SIGTERM' | 'SIGINT';
}

export interface TerminalRun {
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly cwd?: string;
  readonly dialog?: readonly DialogStep[];
  /** `open`: a pipe that never closes (the default); `closed`: /dev/null; `terminal`: it, and stdout and stderr too. */
  readonly stdin?: 'open' | 'closed' | 'terminal';
  /** `none`: a session without a controlling terminal; `background`: a job that is not in the foreground. */
  readonly terminal?: 'foreground' | 'background' | 'none';
  readonly timeoutMs?: number;
}

export interface TerminalResult {
  readonly stdout: string;
  readonly stderr: string;
  /** All that appeared on the terminal, what was typed and echoed included; line ends are `\n`. */
  readonly tty: string;
  /** Null when a signal ended it. A background job that was stopped by the terminal is 199. */
  readonly status: number | null;
  readonly signal: string | null;
  /** Whether the terminal was left in line mode with echo. */
  readonly cooked: boolean;
}

/**
 * Runs a command under a new pseudo-terminal while stdin, stdout and stderr are pipes, and answers by `dialog`.
 * Rejects when it does not end in time (default 20 s) or a question of the dialog was never asked.
 */
export async function runOnTerminal(argv: readonly string[], run: TerminalRun = {}): Promise<TerminalResult> {
  const { env = process.env, dialog = [], timeoutMs = 20_000, ...rest } = run;
  const spec = {
    argv,
    cwd: null,
    terminal: 'foreground',
    stdin: 'open',
    ...rest,
    env: environmentOf(env),
    timeout: timeoutMs / 1000,
    dialog: dialog.map(({ expect, when, send, signal }) => ({
      expect: expect.source,
      flags: expect.flags,
      when,
      send,
      signal,
    })),
  };
  const answer = JSON.parse(await runPython(JSON.stringify(spec))) as TerminalResult & {
    timedOut: boolean;
    unanswered: number;
  };
  if (answer.timedOut || answer.unanswered > 0) {
    const fault = answer.timedOut ? 'did not end in time' : 'ended before all was asked';
    throw new Error(`${argv.join(' ')} ${fault}; ${JSON.stringify(answer, null, 2)}`);
  }
  return answer;
}

// The script stays beside the TypeScript source; this file runs as dist/test/support/pty.js.
const SCRIPT = fileURLToPath(new URL('../../../test/support/pty.py', import.meta.url));

function environmentOf(env: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const pairs = Object.entries(env).filter((pair): pair is [string, string] => pair[1] !== undefined);
  return Object.fromEntries(pairs);
}

function runPython(spec: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(PYTHON, [SCRIPT, spec], { stdio: ['ignore', 'pipe', 'pipe'] });
    let [stdout, stderr] = ['', ''];
    child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    child.once('error', reject);
    child.once('close', (status) =>
      status === 0 ? resolve(stdout) : reject(new Error(`pty.py ended with ${status}: ${stderr}`)),
    );
  });
}
