/** What an option's value or a command's word can be, for completion. */
export type ValueKind =
  | 'profile'
  | 'session'
  | 'region'
  | 'time'
  | 'file'
  | 'folder'
  | 'choice'
  | 'number'
  | 'text';

export interface CompletedValue {
  readonly kind: ValueKind;
  /** Of a `choice`. */
  readonly choices?: readonly string[];
}

export interface CompletedOption {
  /** `-p`, `--profile`. */
  readonly names: readonly string[];
  readonly about: string;
  /** Absent: a switch. */
  readonly value?: CompletedValue;
}

export interface CompletedCommand {
  /** `assume`, or two words. */
  readonly name: string;
  readonly about: string;
  readonly words: readonly CompletedValue[];
  /** Whether its last word may be repeated. */
  readonly isOpen: boolean;
  /** Whether a program's words follow its own. */
  readonly startsProgram: boolean;
  readonly options: readonly CompletedOption[];
}

/** The command line as data, made when awscred is built and read by the completer: it loads no command. */
export interface CompletionTable {
  readonly commands: readonly CompletedCommand[];
  /** Options of all commands that take the next word, under each of their names. */
  readonly taking: readonly string[];
}
