import { TOUCHED_NAMES } from '../exports.ts';
import type { ShellInit } from './shell-init.ts';

/** With one of these `assume` prints: the shell's function leaves such a line to the program. */
const PRINTING = '-o --output --format --json --help -h --version -V -c --console';

/** What is the same on every machine. */
interface BuiltFacts {
  /** Options that take the next word as their value, of all commands. */
  readonly taking: Iterable<string>;
}

/** What only this machine, and this command line, say. */
export interface InitFacts {
  /** Absolute. */
  readonly node: string;
  /** `bin/awscred.cjs`. */
  readonly program: string;
  /** Answers `assume` where it is installed; null elsewhere. */
  readonly launcher: string | null;
  /** `bin/complete.cjs`. */
  readonly completer: string;
  /** The folder of scripts that are called, not evaluated. */
  readonly scripts: string;
  /** A second name for `awscred assume`; null for none. */
  readonly cmd: string | null;
  readonly promptVariable: string;
  readonly promptWarning: string;
}

/** A template with what is known when awscred is built; lines that begin with `#each` are there once for each name. */
export function builtScript(template: string, { taking }: BuiltFacts): string {
  const each = template.replace(/(?:^#each .*\n)+/gm, (lines) => {
    const once = lines.replace(/^#each /gm, '');
    return TOUCHED_NAMES.map((name) => once.replaceAll('@NAME@', name)).join('');
  });
  return filled(each, {
    TAKING: [...taking].join(' '),
    PRINTING,
    NAMES: TOUCHED_NAMES.join(' '),
  });
}

/** The script, of a template that was built: what goes to stdout. */
export function initScript(shell: ShellInit, built: string, facts: InitFacts): string {
  const { node, program, launcher, completer, scripts, cmd, promptVariable, promptWarning } = facts;
  const call = (...paths: readonly string[]): string => shell.call(paths.map((path) => shell.word(path)));
  const lines = cmd === null ? built.replace(/^#cmd\b.*\n/gm, '') : built.replace(/^#cmd ?/gm, '');
  const script = filled(lines, {
    RUN: call(node, program),
    ASSUME: launcher === null ? call(node, program) : call(launcher),
    COMPLETE: call(node, completer),
    TCSH_SH: shell.word(`${scripts}/tcsh.sh`),
    TCSH_FUNCTION: shell.word(`${scripts}/tcsh-function.tcsh`),
    CMD: cmd ?? '',
    PROMPT_VARIABLE: promptVariable,
    PROMPT_WARNING: promptWarning,
  });
  return shell.wrap === undefined ? script : shell.wrap(script);
}

function filled(text: string, values: Readonly<Record<string, string>>): string {
  return text.replace(/@([A-Z_]+)@/g, (whole, name: string) => values[name] ?? whole);
}
