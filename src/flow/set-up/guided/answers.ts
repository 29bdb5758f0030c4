import { printable } from '../../../core/text/printable.ts';
import { AwscredError } from '../../../errors.ts';
import type { Choice, Terminal } from '../../../ports/person/terminal.ts';

/** Something `setup` wants to know; every question is an option as well. */
export interface Question {
  /** The option's name without dashes: `start-url`. */
  readonly option: string;
  readonly question: string;
  /** Taken for an empty answer, and where nobody is asked; absent: an answer is needed. Empty: it is left out. */
  readonly preset?: string;
  /** Why an answer cannot be used, as a clause behind the option's name; null for one that can. */
  readonly check?: (answer: string) => string | null;
}

/** Answers from options first, then from the person at the terminal. */
export class Answers {
  readonly #terminal: Terminal;
  readonly #options: ReadonlyMap<string, string>;
  #hasAsked = false;

  constructor(terminal: Terminal, options: ReadonlyMap<string, string>) {
    this.#terminal = terminal;
    this.#options = options;
  }

  given(option: string): string | null {
    return this.#options.get(option) ?? null;
  }

  /** Whether somebody may be asked what has a preset: a command line that says all that is needed asks nothing. */
  get isTalk(): boolean {
    return this.#hasAsked;
  }

  /** AwscredError USAGE for an option that cannot be used, and where one is missing and nobody can be asked. */
  async to(question: Question): Promise<string> {
    const given = this.given(question.option);
    if (given !== null) {
      refuseUnfit(question, given);
      return given;
    }
    if (question.preset !== undefined && !this.#hasAsked) {
      return question.preset;
    }
    this.needTerminal(question.option);
    return this.#asked(question);
  }

  /** One of several, by a picker; the only one without. AwscredError USAGE for an option that names none of them. */
  async choice(option: string, question: string, choices: readonly Choice[]): Promise<string> {
    const given = this.given(option);
    if (given !== null) {
      return named(option, given, choices);
    }
    const [only] = choices;
    if (only !== undefined && choices.length === 1) {
      return only.value;
    }
    this.needTerminal(option);
    return answered(await this.#terminal.choose(question, choices));
  }

  needTerminal(option: string): void {
    this.#hasAsked = true;
    if (!this.#terminal.available) {
      throw new AwscredError('USAGE', `--${option} is missing, and ${this.#terminal.absence}`, {
        hints: [`name it: --${option} …, or run the command on a terminal and be asked`],
      });
    }
  }

  async #asked(question: Question): Promise<string> {
    const { preset } = question;
    for (let tries = 0; tries < TRIES; tries += 1) {
      const answer =
        preset === undefined
          ? await this.#terminal.ask(question.question)
          : await this.#terminal.askOr(question.question, preset);
      const text = answered(answer).trim();
      const fault = text === preset ? null : (question.check?.(text) ?? null);
      if (fault === null) {
        return text;
      }
      this.#terminal.say(`  ${printable(text, 60)} ${fault}`);
    }
    throw new AwscredError('USAGE', `no answer could be used: ${question.question}`);
  }
}

const TRIES = 3;

function refuseUnfit({ option, check }: Question, given: string): void {
  const fault = check?.(given) ?? null;
  if (fault !== null) {
    throw new AwscredError('USAGE', `--${option} ${printable(given, 80)} ${fault}`);
  }
}

function named(option: string, given: string, choices: readonly Choice[]): string {
  const found = choices.find(({ value, label }) => value === given || label === given);
  if (found === undefined) {
    const few = choices.slice(0, 8).map(({ label }) => printable(label, 60));
    const more = choices.length > few.length ? `, and ${choices.length - few.length} more` : '';
    throw new AwscredError('USAGE', `--${option} ${printable(given, 80)} is not among those you can use`, {
      hints: [`there ${few.length === 1 ? 'is' : 'are'}: ${few.join(', ')}${more}`],
    });
  }
  return found.value;
}

function answered(answer: string | null): string {
  if (answer === null) {
    throw new AwscredError('INTERRUPTED', 'setup was given up: nothing was changed');
  }
  return answer;
}
