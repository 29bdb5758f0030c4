import { split } from 'shlex';
import { printable } from '../../../core/text/printable.ts';
import { AwscredError } from '../../../errors.ts';
import type { Ended, Processes } from '../../../ports/processes.ts';
import { runProgram } from './run-program.ts';

/** Runs the programs a config names, started without a shell. */
export const childProcesses: Processes = {
  async run(commandLine, { timeoutMs }) {
    const [program, ...words] = splitLine(commandLine);
    if (program === undefined) {
      throw new AwscredError('CONFIG', 'the command line of a program is empty');
    }
    return output(printable(program, 120), await runProgram([program, ...words], { timeoutMs }));
  },
  ended: runProgram,
};

function splitLine(commandLine: string): readonly string[] {
  try {
    return split(commandLine);
  } catch (cause) {
    throw new AwscredError('CONFIG', 'the command line of a program has an unclosed quote', { cause });
  }
}

/** What a program that ended well has printed; AwscredError CONFIG for all else. */
function output(name: string, ended: Ended): string {
  if (ended.how === 'relative') {
    const message = `the program ${name} is a relative path: it would depend on the current folder`;
    throw new AwscredError('CONFIG', message, { hints: ['name it by its full path'] });
  }
  if (ended.how === 'unsafe') {
    throw new AwscredError('CONFIG', `the batch file ${name} cannot be given the words of its line safely`, {
      hints: ['name the program that it starts'],
    });
  }
  if (ended.how === 'missing' || ended.how === 'not-executable') {
    throw new AwscredError('CONFIG', `the program ${name} could not be started`);
  }
  if (ended.how !== 'ended') {
    throw new AwscredError('CONFIG', `the program ${name} was ended by SIGKILL`);
  }
  if (ended.status !== 0) {
    const how =
      ended.status === null
        ? `was ended by ${ended.signal ?? 'a signal'}`
        : `ended with status ${ended.status}`;
    throw new AwscredError('CONFIG', `the program ${name} ${how}`);
  }
  return ended.stdout;
}
