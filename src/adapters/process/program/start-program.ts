import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { constants } from 'node:os';
import { printable } from '../../../core/text/printable.ts';
import { hasTerminal, isForeground } from '../../terminal/foreground.ts';
import type { Children } from '../../../ports/children.ts';
import type { StderrReport } from '../../report/stderr-report.ts';
import { startable } from '../windows-program.ts';

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

const UNSAFE =
  'a batch file cannot be given a double quote, a percent sign or a line break; name the program that it starts';

/** Statuses are those of `env`. */
export function inOurPlace(report: Pick<StderrReport, 'line'>): Children {
  return {
    start: async (command, variables, isLeftOut = () => false) =>
      startProgram(command, environmentWith(variables, isLeftOut), report),
  };
}

async function startProgram(
  command: readonly string[],
  environment: NodeJS.ProcessEnv,
  report: Pick<StderrReport, 'line'>,
): Promise<number> {
  const fail = (why: string, status: 126 | 127): number => {
    report.line(`${printable(command[0] ?? '', 200)}: ${why}`);
    return status;
  };
  const found = startable(command);
  if (typeof found === 'string') {
    return found === 'missing' ? fail('command not found', 127) : fail(UNSAFE, 126);
  }
  const { program, words, windowsVerbatimArguments } = found;
  return new Promise((resolve) => {
    // Before the child is there: it may send one at once, and without a listener that would be our end.
    const passOn = (signal: NodeJS.Signals): void => {
      // Ctrl-C is sent to the whole group in the terminal's foreground: passed on, it would come twice.
      if (!(TYPED.includes(signal) && isForeground(process.platform))) {
        child.kill(signal);
      }
    };
    PASSED_ON.forEach((signal) => process.on(signal, passOn));
    stopWith(() => child);
    const child = spawn(program, words, { stdio: 'inherit', env: environment, windowsVerbatimArguments });
    child.on('error', (error: NodeJS.ErrnoException) => {
      resolve(error.code === 'ENOENT' ? fail('command not found', 127) : fail('cannot be executed', 126));
    });
    child.on('close', (status, signal) => {
      if (signal === 'SIGINT' && isForeground(process.platform)) {
        // A shell's loop stops at Ctrl-C only if what it runs dies of it too: the process's own end (at-end.ts) does.
        PASSED_ON.forEach((name) => process.off(name, passOn));
        process.kill(process.pid, 'SIGINT');
        setTimeout(() => resolve(130), 1000);
        return;
      }
      resolve(status ?? 128 + (constants.signals[signal ?? 'SIGTERM'] ?? 0));
    });
  });
}

/** Ours, changed. On Windows a variable may be there under another spelling of its name. */
function environmentWith(
  variables: ReadonlyMap<string, string | null>,
  isLeftOut: (name: string) => boolean,
): NodeJS.ProcessEnv {
  const spelt = (name: string): string => (process.platform === 'win32' ? name.toUpperCase() : name);
  const changed = new Set([...variables.keys()].map(spelt));
  const kept = Object.entries(process.env).filter(
    ([name]) => !changed.has(spelt(name)) && !isLeftOut(spelt(name)),
  );
  const set = [...variables].flatMap(([name, value]) => (value === null ? [] : [[name, value] as const]));
  return Object.fromEntries([...kept, ...set]);
}

/**
 * A child that stops itself (`suspend` of a shell) must give the terminal back: the shell that runs us waits for us and
 * not for the child, so the whole job stops as at Ctrl-Z, and the child goes on with us. Where no shell could continue
 * the job, in an orphaned group, the system ignores SIGTSTP. Listens before the child is there: it may stop at once.
 */
function stopWith(child: () => ChildProcess): void {
  if (process.platform !== 'linux') {
    return;
  }
  const stopToo = (): void => {
    if (isStopped(child().pid) && hasTerminal('linux')) {
      process.kill(0, 'SIGTSTP');
    }
  };
  // Not for one that is continued at once, as a debugger or a limiter of its time does.
  process.on('SIGCHLD', () => void setTimeout(stopToo, 50).unref());
  process.on('SIGCONT', () => child().kill('SIGCONT'));
}

function isStopped(pid: number | undefined): boolean {
  try {
    const stat = readFileSync(`/proc/${pid ?? 0}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).startsWith('T');
  } catch {
    return false;
  }
}
