import { type ChildProcess, spawn } from 'node:child_process';
import type { Ended, ProgramLimits } from '../../../ports/processes.ts';
import { atEnd } from '../at-end.ts';
import { dependsOnFolder, programSurroundings } from './program-surroundings.ts';
import { type Startable, startable } from '../windows-program.ts';

const MOST_OUTPUT = 64 * 1024;
const LAST_OF_STDERR = 8 * 1024;

/** Node ends a longer timer at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** How long what a program has printed may take to arrive after its end, where another holds its output open. */
const AFTER_EXIT_MS = 1000;

/**
 * In a process group of its own, so that what the program starts ends with it. A program that has ended well is
 * believed, and what it left running (an agent, say) is left alone. It has nothing to read, and no terminal.
 */
export async function runProgram(argv: readonly string[], limits: ProgramLimits): Promise<Ended> {
  if (dependsOnFolder(argv[0] ?? '')) {
    return { how: 'relative' };
  }
  const found = startable(argv);
  if (typeof found === 'string') {
    return { how: found };
  }
  const child = begun(found, limits);
  return child === null ? { how: 'missing' } : endOf(child, limits.timeoutMs);
}

/** Null for words that no program can be given: with a NUL, or none at all. */
function begun(
  { program, words, windowsVerbatimArguments }: Startable,
  { variables }: ProgramLimits,
): ChildProcess | null {
  const { env, cwd } = programSurroundings();
  try {
    return spawn(program, words, {
      cwd,
      env: changed(env, variables ?? {}),
      stdio: ['ignore', 'pipe', 'pipe'],
      // Windows has no groups, and one that is detached there opens a window for each program that it starts.
      detached: process.platform !== 'win32',
      windowsHide: true,
      windowsVerbatimArguments,
    });
  } catch {
    return null;
  }
}

function changed(
  env: NodeJS.ProcessEnv,
  variables: Readonly<Record<string, string | null>>,
): NodeJS.ProcessEnv {
  const all = Object.entries({ ...env, ...variables });
  return Object.fromEntries(all.flatMap(([name, value]) => (value === null ? [] : [[name, value]])));
}

async function endOf(child: ChildProcess, timeoutMs: number): Promise<Ended> {
  const stdout: Buffer[] = [];
  let stderr = Buffer.alloc(0);
  let length = 0;
  return new Promise((resolve) => {
    const limits: NodeJS.Timeout[] = [];
    const settle = (ended: Ended): void => {
      limits.forEach(clearTimeout);
      forget();
      child.stdout?.destroy();
      child.stderr?.destroy();
      resolve(ended);
    };
    const stop = (how: 'too-slow' | 'too-long'): void => {
      endGroup(child);
      settle({ how, stderr: stderr.toString('utf8') });
    };
    const finish = (status: number | null, signal: NodeJS.Signals | null): void => {
      const words = { stdout: Buffer.concat(stdout).toString('utf8'), stderr: stderr.toString('utf8') };
      settle({ how: 'ended', status, signal, ...words });
    };
    const forget = atEnd(() => endGroup(child));
    limits.push(setTimeout(() => stop('too-slow'), Math.min(timeoutMs, LONGEST_TIMER_MS)));
    child.stdout?.on('data', (chunk: Buffer) => {
      stdout.push(chunk);
      length += chunk.length;
      if (length > MOST_OUTPUT) {
        stop('too-long');
      }
    });
    child.stderr?.on('data', (chunk: Buffer) => {
      stderr = Buffer.concat([stderr, chunk]).subarray(-LAST_OF_STDERR);
    });
    child.on('error', ({ code }: NodeJS.ErrnoException) => {
      settle({ how: code === 'ENOENT' || code === 'ENOTDIR' ? 'missing' : 'not-executable' });
    });
    child.on('exit', (status, signal) => {
      limits.push(setTimeout(() => finish(status, signal), AFTER_EXIT_MS));
    });
    child.on('close', finish);
  });
}

function endGroup({ pid }: ChildProcess): void {
  if (pid === undefined) {
    return;
  }
  try {
    // Windows has no groups; there the child alone is ended.
    process.kill(process.platform === 'win32' ? pid : -pid, 'SIGKILL');
  } catch {
    // It has ended already, with all of its group.
  }
}
