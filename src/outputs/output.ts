import type { Secret } from '../core/secret.ts';

/** A syntax that credentials can be printed in. */
export type OutputName =
  | 'posix'
  | 'fish'
  | 'powershell'
  | 'cmd'
  | 'tcsh'
  | 'nushell'
  | 'elvish'
  | 'xonsh'
  | 'dotenv'
  | 'ini'
  | 'json'
  | 'process';

/** One shell or format: text in, text out. Its functions know no secrets; `render-statements.ts` calls them. */
export interface Output {
  readonly name: OutputName;
  /** Whether it can undo (`--unset`): a file format has nothing to remove a variable with. */
  readonly undoes: boolean;
  /**
   * The whole product, newline at the end; in a shell's syntax one statement a line.
   * Throws AwscredError UNSAFE_OUTPUT for a value the syntax cannot hold exactly.
   */
  render(statements: Statements): string;
  /**
   * What a failed `assume` prints, since `eval` of nothing succeeds: one statement that fails with `status`, or at least
   * fails, and does not end the shell. Empty for a format, and for a shell that sees the command's own status.
   */
  failure(status: number): string;
  /** The line to type so that this shell evaluates what `command` prints; for a file format the command itself. */
  readonly evalLine: (command: string) => string;
}

/** The statements in order: removals first, so that the last statement is one that sets a variable. */
export interface Statements {
  readonly set: readonly Variable[];
  readonly unset: readonly string[];
}

/** Name and value in clear. Values hold neither NUL nor lone surrogates: both were refused before. */
export interface Variable {
  readonly name: string;
  readonly value: string;
  /** True where the value may appear only in the output, never in an error or an argument list. */
  readonly secret: boolean;
}

/** The value of a variable among those to set, or null. */
export function valueOf(statements: Statements, name: string): string | null {
  return statements.set.find((variable) => variable.name === name)?.value ?? null;
}

/** The variables to set, in the order they are printed, and those to remove. */
export interface Exports {
  readonly set: readonly ExportedVariable[];
  readonly unset: readonly string[];
}

export interface ExportedVariable {
  readonly name: string;
  readonly value: string | Secret;
}
