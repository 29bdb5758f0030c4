import type { OutputName } from './output.ts';

/** A running program: the file name of its executable, and the first words of its command line where known. */
export interface RunningProgram {
  readonly name: string;
  readonly words: readonly string[];
}

/**
 * The syntax of the shell that runs awscred, from its ancestors (parent first). Programs that only pass a command
 * on are skipped, and so is the `sh` of `npx`. Anything else, or nothing, means posix.
 */
export function shellOfProcess(ancestors: readonly RunningProgram[]): OutputName {
  for (const [index, program] of ancestors.entries()) {
    const syntax = syntaxOf(program);
    if (syntax !== null && !(syntax === 'posix' && isNpx(ancestors[index + 1]))) {
      return syntax;
    }
    if (syntax === null && !PASSES_ON.has(program.name)) {
      return 'posix';
    }
  }
  return 'posix';
}

const SYNTAX: ReadonlyMap<string, OutputName> = new Map([
  ...['sh', 'bash', 'dash', 'zsh', 'ksh', 'ksh93', 'mksh', 'lksh', 'oksh', 'yash', 'ash', 'busybox'].map(
    (name) => [name, 'posix'] as const,
  ),
  ['fish', 'fish'],
  ['tcsh', 'tcsh'],
  ['csh', 'tcsh'],
  ['bsd-csh', 'tcsh'],
  ['elvish', 'elvish'],
  ['nu', 'nushell'],
  ['xonsh', 'xonsh'],
  ['pwsh', 'powershell'],
  ['powershell', 'powershell'],
  ['cmd', 'cmd'],
]);

const PASSES_ON = new Set(['node', 'npm', 'npx', 'sudo', 'doas', 'time', 'timeout', 'strace']);

function syntaxOf({ name, words }: RunningProgram): OutputName | null {
  // xonsh is a Python script: `python3 /usr/bin/xonsh`, or `python3 -m xonsh`.
  if (/^(?:python|pypy)[\d.]*$/.test(name)) {
    return words.slice(0, 3).some((word) => /(?:^|\/)xonsh$/.test(word)) ? 'xonsh' : null;
  }
  return SYNTAX.get(name) ?? null;
}

/** npm names its process after its command; `npx` is `npm exec`. What `npm run` starts is a real sh script. */
function isNpx(program: RunningProgram | undefined): boolean {
  return (
    program?.name === 'node' &&
    /^npm exec\b|(?:^|\/)npx(?:-cli\.js)?$/.test(program.words.slice(0, 2).join('\n'))
  );
}
