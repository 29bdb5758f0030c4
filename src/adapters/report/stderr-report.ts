import { writeSync } from 'node:fs';
import { Chalk } from 'chalk';
import { printable } from '../../core/text/printable.ts';
import { cutToWidth } from '../../core/text/text-width.ts';
import { terminalLines } from '../../core/text/terminal-lines.ts';
import { AwsRefusal } from '../../errors.ts';
import type { Report } from '../../ports/person/report.ts';

export interface Loudness {
  readonly quiet: boolean;
  readonly verbose: boolean;
  readonly debug: boolean;
}

/** A shorter wait is not noticed. */
const SLOW_MS = 500;

/** Writes to stderr, each line beginning `awscred: `; colour only on a terminal and without NO_COLOR. */
export class StderrReport implements Report {
  readonly #loudness: Loudness;
  readonly #isTerminal: boolean;
  readonly #colour: boolean;
  readonly #warned = new Set<string>();
  readonly #write: (text: string) => void;
  readonly #columns: () => number | null;
  #isBusy = false;

  constructor(
    loudness: Loudness,
    stderr: {
      readonly isTerminal: boolean;
      readonly colour: boolean;
      readonly write?: (text: string) => void;
      /** Of the terminal; null, or absent, where there is none: lines are then not wrapped. */
      readonly columns?: () => number | null;
    },
  ) {
    this.#loudness = loudness;
    this.#isTerminal = stderr.isTerminal;
    this.#colour = stderr.colour;
    this.#write = stderr.write ?? writeStderr;
    this.#columns = stderr.columns ?? (() => null);
  }

  /** Whether facts are shown. */
  get isTalkative(): boolean {
    return this.#loudness.verbose || this.#loudness.debug;
  }

  warn(message: string): void {
    if (!this.#warned.has(message)) {
      this.#warned.add(message);
      this.line(message);
    }
  }

  warnFirst(message: string): void {
    if (this.#warned.size === 0) {
      this.warn(message);
    }
  }

  hint(message: string): void {
    if (this.#warned.has(`hint: ${message}`)) {
      return;
    }
    this.#warned.add(`hint: ${message}`);
    this.line(`${this.#dim('hint:')} ${clean(message)}`, true);
  }

  done(message: string, lines: readonly string[] = []): void {
    if (!this.#loudness.quiet) {
      this.line(message);
      lines.forEach((line) => this.under(line));
    }
  }

  summary(message: string): void {
    if (this.#isTerminal && !this.#loudness.quiet) {
      this.line(message);
    }
  }

  busy(what: string): () => void {
    // Other lines say as much.
    if (!this.#isTerminal || this.#loudness.quiet || this.#loudness.debug) {
      return () => undefined;
    }
    const timer = setTimeout(() => {
      const line = `awscred: ${clean(what)} …`;
      this.#write(cutToWidth(line, (this.#columns() ?? 80) - 1));
      this.#isBusy = true;
    }, SLOW_MS);
    timer.unref();
    return () => {
      clearTimeout(timer);
      this.endBusy();
    };
  }

  /** Takes the line away that says what is being waited for; called before anything else is written to the terminal. */
  endBusy(): void {
    if (this.#isBusy) {
      this.#isBusy = false;
      this.#write('\r\u001b[K');
    }
  }

  fact(message: string): void {
    if (this.isTalkative) {
      this.line(message);
    }
  }

  debug(message: string): void {
    if (this.#loudness.debug) {
      // For searching and for reports of faults: one call, one line.
      this.#write(`awscred: debug: ${clean(message)}\n`);
    }
  }

  /** Under `--debug`: what an error came from, by class and code; AWS's own words among it, escaped. */
  cause(thrown: unknown): void {
    for (let at = thrown, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth += 1) {
      const refusal =
        at instanceof AwsRefusal
          ? ` ${at.facts.code}: ${at.facts.message}, request ${at.facts.requestId ?? '–'}`
          : '';
      this.debug(`${at.name}${refusal === '' ? `: ${at.message}` : refusal}`);
    }
  }

  // Made when first wanted: in the bundle chalk is loaded only then.
  #dim(text: string): string {
    return this.#colour ? new Chalk({ level: 1 }).dim(text) : text;
  }

  /** Lines that are ours and escaped already: the JSON of an error, what the terminal would have shown. */
  raw(text: string): void {
    this.endBusy();
    this.#write(text);
  }

  /** One line of ours. `painted` says that it is escaped already. */
  line(message: string, painted: boolean = false): void {
    this.#put(`awscred: ${painted ? message : clean(message)}`);
  }

  /** A line indented under the one before. */
  under(message: string): void {
    this.#put(`  ${clean(message)}`);
  }

  #put(line: string): void {
    this.endBusy();
    this.#write(`${terminalLines(line, this.#columns)}\n`);
  }
}

/** The last check: escapes whatever a caller forgot to escape, and limits the length of a line. */
function clean(message: string): string {
  return printable(message, 1200);
}

/** Errors are ignored: a closed or full stderr must not end the command. */
function writeStderr(text: string): void {
  try {
    writeSync(2, text);
  } catch {
    // Nobody reads it.
  }
}
