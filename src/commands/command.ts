import { jsonText } from '../core/text/json-text.ts';
import { printable } from '../core/text/printable.ts';
import type { Request } from '../core/plan/request.ts';
import type { App } from './app.ts';
import type { OptionSpec, OptionValue } from './option.ts';

/** Argv as a plain object. Nothing after this knows commander. */
export interface Input {
  /** PROFILE or `-p`; null for neither. Two different ones are refused before. */
  readonly profile: string | null;
  /** The command's words, PROFILE included. */
  readonly words: readonly string[];
  /** The command's own options, by their long name in camelCase. */
  readonly options: Readonly<Record<string, unknown>>;
  readonly request: Request;
  readonly json: boolean;
  /** The program `exec` starts, with its words; empty for the user's shell. */
  readonly program: readonly string[];
  /** `--no-input` or AWSCRED_NO_INPUT: never ask. */
  readonly noInput: boolean;
}

/** How a command ends: what goes to stdout (the product, whole or not at all), and the exit status. */
export interface Outcome {
  readonly stdout: string;
  readonly status: number;
}

export type Group = 'Every day' | 'Set up' | 'Machinery';

/** One row of the table: argv → input object; the work is a flow's. */
export interface Command {
  /** `assume`, or two words: `cache list`. */
  readonly name: string;
  readonly aliases: readonly string[];
  readonly group: Group;
  /** Its arguments as commander takes them: `[profile]`, `<key> [value]`. */
  readonly words: string;
  /** Whether the first word is a profile, so that `-p` means the same. */
  readonly takesProfile: boolean;
  /** What its words stand for, in order, where it is not a profile: for completion. */
  readonly wordValues?: readonly OptionValue[];
  /** Who asks for a sign-in where one is needed; absent: the setting `sign_in` decides. */
  readonly asks?: 'login' | 'command';
  /** For the list of commands: at most 50 characters. */
  readonly summary: string;
  /** Sentences for its own help. */
  readonly details?: string;
  /** Its own; the shared ones are in `SHARED_OPTIONS`. */
  readonly options: readonly OptionSpec[];
  /** Command lines, each with a short comment, for `--help`. */
  readonly examples: readonly (readonly [string, string])[];
  /** How its help shows the program it hands words to (`exec`); absent: it starts none. */
  readonly program?: string;
  run(input: Input, app: App): Promise<Outcome>;
}

/** A product on stdout with status 0. */
export function product(stdout: string): Outcome {
  return { stdout, status: 0 };
}

/**
 * Text for a person as the product. The last gate: whatever in it would steer a terminal (a path with an escape
 * sequence, a bidi mark) is escaped here, all but line feeds and tabs.
 */
export function page(text: string): Outcome {
  return product(text.replace(/[^\n\t]+/g, (part) => printable(part, part.length)));
}

/** A JSON value as the product: one value and a line feed. */
export function json(value: unknown): Outcome {
  return product(`${jsonText(value, 2)}\n`);
}
