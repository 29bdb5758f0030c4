import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { printable } from '../../core/text/printable.ts';
import { isForeground } from '../terminal/foreground.ts';
import type { Children } from '../../ports/children.ts';
import type { StderrReport } from '../report/stderr-report.ts';

/**
 * All that another process may send and that has a meaning to a program; what stops and continues a job reaches the
 * child itself. Node would ignore SIGPIPE.
 */
const PASSED_ON: readonly NodeJS.Signals[] =
  process.platform === 'win32'
    ? ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGBREAK']
    : [
        'SIGINT',
        'SIGTERM',
        'SIGHUP',
        'SIGQUIT',
        'SIGPIPE',
        'SIGALRM',
        'SIGUSR1',
        'SIGUSR2',
        'SIGWINCH',
        'SIGIO',
        'SIGURG',
        'SIGXCPU',
        'SIGXFSZ',
        'SIGVTALRM',
      ];

/** What a terminal sends by itself: Ctrl-C, Ctrl-\\, a change of its size. */
const TYPED: readonly NodeJS.Signals[] = ['SIGINT', 'SIGQUIT', 'SIGWINCH'];

/** Statuses are those of `env`. */
export function inOurPlace(report: Pick<StderrReport, 'line'>): Children {
  return { start: async (command, variables) => startProgram(command, variables, report) };
}

async function startProgram(
  command: readonly string[],
  variables: ReadonlyMap<string, string | null>,
  report: Pick<StderrReport, 'line'>,
): Promise<number> {
  const [program = '', ...words] = command;
  const environment: NodeJS.ProcessEnv = { ...process.env };
  for (const [name, value] of variables) {
    if (value === null) {
      delete environment[name];
    } else {
      environment[name] = value;
    }
  }
  return new Promise((resolve) => {
    // Before the child is there: it may send one at once, and without a listener that would be our end.
    const passOn = (signal: NodeJS.Signals): void => {
      // Ctrl-C is sent to the whole group in the terminal's foreground: passed on, it would come twice.
      if (!(TYPED.includes(signal) && isForeground(process.platform))) {
        child.kill(signal);
      }
    };
    PASSED_ON.forEach((signal) => process.on(signal, passOn));
    const child = spawn(program, words, { stdio: 'inherit', env: environment });
    child.on('error', (error: NodeJS.ErrnoException) => {
      const missing = error.code === 'ENOENT';
      report.line(`${printable(program, 200)}: ${missing ? 'command not found' : 'cannot be executed'}`);
      resolve(missing ? 127 : 126);
    });
    child.on('close', (status, signal) =>
      resolve(status ?? 128 + (constants.signals[signal ?? 'SIGTERM'] ?? 0)),
    );
  });
}
