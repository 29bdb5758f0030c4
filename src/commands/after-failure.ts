import { exitStatus, type AwscredError } from '../errors.ts';
import { failureStatement } from '../outputs/failure-statement.ts';
import { outputNamed } from '../outputs/index.ts';
import type { Outcome } from './command.ts';

/**
 * What a failed command leaves on stdout, and its status. `eval $(…)` of nothing is status 0, so a failed `assume`
 * in posix syntax prints `(exit N);`; everything else prints nothing. `exec`'s own failures are 125.
 */
export function afterFailure(error: AwscredError, argv: readonly string[], world: FailureWorld): Outcome {
  const command = argv.find((word) => COMMAND_WORDS.has(word));
  const status = exitStatus(error.code);
  if (command === 'exec') {
    return { stdout: '', status: 125 };
  }
  if (command !== 'assume') {
    return { stdout: '', status };
  }
  const named = formatIn(argv);
  // On a screen the statement would only puzzle: nobody evaluates it there.
  if (named === null && world.stdoutIsTerminal) {
    return { stdout: '', status };
  }
  return { stdout: statement(named ?? world.shellSyntax(), status), status };
}

export interface FailureWorld {
  readonly stdoutIsTerminal: boolean;
  shellSyntax(): string;
}

/** The first of these is the command, since an option's value hardly ever is one. */
const COMMAND_WORDS = new Set([
  'assume',
  'exec',
  'process',
  'login',
  'list',
  'explain',
  'whoami',
  'settings',
  'config',
]);

function statement(syntax: string, status: number): string {
  try {
    return failureStatement(outputNamed(syntax), status);
  } catch {
    // The syntax itself was the mistake: what calls awscred with it is no posix shell for certain.
    return '';
  }
}

/** `-o X`, `-oX`, `--output X`, `--output=X`, `--format …`: read by hand, since parsing may be what failed. */
function formatIn(argv: readonly string[]): string | null {
  let found: string | null = null;
  for (const [index, word] of argv.entries()) {
    if (word === '--') {
      break;
    }
    if (word === '-o' || word === '--output' || word === '--format') {
      found = argv[index + 1] ?? '';
    } else {
      const match = /^(?:-o|--output=|--format=)(.+)$/.exec(word);
      found = match?.[1] ?? found;
    }
  }
  return found;
}
