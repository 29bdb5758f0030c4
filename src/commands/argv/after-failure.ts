import { exitStatus, type AwscredError } from '../../errors.ts';
import { outputNamed } from '../../outputs/index.ts';
import type { Outcome } from '../command.ts';
import { isGiven, valueGiven, type CommandLine } from './command-line.ts';

/**
 * What a failed command leaves on stdout, and its status. `eval $(…)` of nothing is status 0, so a failed `assume`
 * in posix syntax prints `(exit N);`; everything else prints nothing. `exec`'s own failures are 125.
 */
export function afterFailure(error: AwscredError, line: CommandLine, world: FailureWorld): Outcome {
  const [command] = line.words;
  const status = exitStatus(error.code);
  if (command === 'exec') {
    return { stdout: '', status: 125 };
  }
  if (command !== 'assume') {
    return { stdout: '', status };
  }
  const named = valueGiven(line, '-o', '--output', '--format') ?? (isGiven(line, '--json') ? 'json' : null);
  // On a terminal nobody evaluates the statement, and it would only confuse.
  if (named === null && world.stdoutIsTerminal) {
    return { stdout: '', status };
  }
  return { stdout: statement(named ?? world.shellSyntax(), status), status };
}

interface FailureWorld {
  readonly stdoutIsTerminal: boolean;
  shellSyntax(): string;
}

function statement(syntax: string, status: number): string {
  try {
    return outputNamed(syntax).failure(status);
  } catch {
    // The syntax itself was wrong, so the caller is certainly not a posix shell.
    return '';
  }
}
