import { spawn } from 'node:child_process';
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

async function started(program: string, words: readonly string[], timeoutMs: number): Promise<string> {
  const name = printable(program, 120);
  return new Promise((resolve, reject) => {
    const child = spawn(program, words, {
      ...programSurroundings(),
      stdio: ['ignore', 'pipe', 'ignore'],
      timeout: timeoutMs,
      killSignal: 'SIGKILL',
    });
    const done = atEnd(() => child.kill('SIGKILL'));
    child.once('exit', done);
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      output += chunk;
      if (output.length > MOST_OUTPUT) {
        child.kill('SIGKILL');
      }
    });
    child.on('error', (cause) => {
      reject(new AwscredError('CONFIG', `the program ${name} could not be started`, { cause }));
    });
    child.on('close', (status, signal) => {
      if (status === 0) {
        resolve(output);
      } else {
        const how = status === null ? `was ended by ${signal ?? 'a signal'}` : `ended with status ${status}`;
        reject(new AwscredError('CONFIG', `the program ${name} ${how}`));
      }
    });
  });
}
