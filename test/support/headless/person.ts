import { shown } from '../../../src/adapters/terminal/questions.ts';
import { AwscredError } from '../../../src/errors.ts';
import { TestTerminal } from '../ports/test-terminal.ts';

/** The person at the twin's terminal, who gives the answers laid out, or nobody: then it behaves as the real one does. */
export class Person extends TestTerminal {
  readonly #stderr: (text: string) => void;
  /** What the terminal has shown. */
  tty = '';

  constructor(answers: readonly (string | null)[] | null, noInput: boolean, stderr: (text: string) => void) {
    super();
    this.available = answers !== null && !noInput;
    this.identity = answers === null ? null : 'terminal 1';
    if (noInput) {
      this.absence = 'prompts are switched off (--no-input or AWSCRED_NO_INPUT)';
    }
    this.answers.push(...(answers ?? []));
    this.#stderr = stderr;
  }

  override say(line: string): void {
    super.say(line);
    const text = shown(line);
    if (this.available) {
      this.tty += `${text}\n`;
    } else {
      this.#stderr(`${/^(?:awscred: | {2})/.test(text) ? text : `awscred: ${text}`}\n`);
    }
  }

  override async ask(question: string): Promise<string | null> {
    if (!this.available) {
      throw new AwscredError('NEEDS_PERSON', `this needs an answer from a person, and ${this.absence}`);
    }
    this.tty += `${shown(question)}\n`;
    return super.ask(question);
  }
}
