import { type ChildProcess, spawn } from 'node:child_process';
import { split } from 'shlex';
import { printable } from '../../core/text/printable.ts';
import { AwscredError } from '../../errors.ts';
import type { Processes } from '../../ports/processes.ts';
import { atEnd } from './at-end.ts';
import { dependsOnFolder, programSurroundings } from './program-surroundings.ts';

const MOST_OUTPUT = 64 * 1024;

/** Runs the programs a config names: split as a POSIX shell splits words, started without a shell. */
export const childProcesses: Processes = {
  async run(commandLine, { timeoutMs }) {
    const [program, ...words] = splitLine(commandLine);
    if (program === undefined) {
      throw new AwscredError('CONFIG', 'the command line of a program is empty');
    }
    if (dependsOnFolder(program)) {
      const message = `the program ${printable(program, 120)} is a relative path: it would depend on the current folder`;
      throw new AwscredError('CONFIG', message, { hints: ['name it by its full path'] });
    }
    return started(program, words, timeoutMs);
  },
};

function splitLine(commandLine: string): readonly string[] {
  try {
    return split(commandLine);
  } catch (cause) {
    throw new AwscredError('CONFIG', 'the command line of a program has an unclosed quote', { cause });
  }
}

/** How long what a program has printed may take to arrive after its end, where another holds its output open. */
const AFTER_EXIT_MS = 1000;

/**
 * In a process group of its own, so that what the program starts ends with it. A program that has ended well is
 * believed, and what it left running (an agent, say) is left alone.
 */
async function started(program: string, words: readonly string[], timeoutMs: number): Promise<string> {
  const name = printable(program, 120);
  return new Promise((resolve, reject) => {
    const child = spawn(program, words, {
      ...programSurroundings(),
      stdio: ['ignore', 'pipe', 'ignore'],
      detached: true,
    });
    let output = '';
    const limits: NodeJS.Timeout[] = [];
    const settle = (status: number | null, signal: NodeJS.Signals | null): void => {
      limits.forEach(clearTimeout);
      done();
      child.stdout.destroy();
      if (status === 0) {
        resolve(output);
      } else {
        const how = status === null ? `was ended by ${signal ?? 'a signal'}` : `ended with status ${status}`;
        reject(new AwscredError('CONFIG', `the program ${name} ${how}`));
      }
    };
    const stop = (): void => {
      endGroup(child);
      settle(null, 'SIGKILL');
    };
    const done = atEnd(() => endGroup(child));
    limits.push(setTimeout(stop, timeoutMs));
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      output += chunk;
      if (output.length > MOST_OUTPUT) {
        stop();
      }
    });
    child.on('error', (cause) => {
      limits.forEach(clearTimeout);
      done();
      reject(new AwscredError('CONFIG', `the program ${name} could not be started`, { cause }));
    });
    child.on('exit', (status, signal) => {
      limits.push(setTimeout(() => settle(status, signal), AFTER_EXIT_MS));
    });
    child.on('close', settle);
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
