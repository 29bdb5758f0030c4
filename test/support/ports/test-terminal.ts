import { Secret } from '../../../src/core/secret.ts';
import type { Report } from '../../../src/ports/person/report.ts';
import type { Choice, Terminal } from '../../../src/ports/person/terminal.ts';

/** A person whose answers are laid out beforehand; null is end of input. */
export class TestTerminal implements Terminal {
  available = true;
  absence = 'there is no terminal here';
  identity: string | null = 'terminal 1';
  readonly said: string[] = [];
  readonly asked: string[] = [];
  readonly answers: (string | null)[] = [];

  say(line: string): void {
    this.said.push(line);
  }

  async ask(question: string): Promise<string | null> {
    this.asked.push(question);
    const answer = this.answers.shift();
    if (answer === undefined) {
      throw new Error(`nobody expected to be asked: ${question}`);
    }
    return answer;
  }

  async askOr(question: string, preset: string): Promise<string | null> {
    const answer = await this.ask(question);
    return answer === '' ? preset : answer;
  }

  async askSecret(question: string): Promise<Secret | null> {
    const answer = await this.ask(question);
    return answer === null ? null : new Secret(answer);
  }

  async confirm(question: string, preset: boolean): Promise<boolean> {
    const answer = (await this.ask(question)) ?? 'n';
    return answer === '' ? preset : answer === 'y';
  }

  async choose(question: string, choices: readonly Choice[]): Promise<string | null> {
    const answer = await this.ask(question);
    return choices.find((choice) => choice.value === answer)?.value ?? null;
  }
}

/** Keeps what was reported, each line with its kind: `warn: …`. */
export class TestReport implements Report {
  readonly lines: string[] = [];

  warn(message: string): void {
    this.lines.push(`warn: ${message}`);
  }

  warnFirst(message: string): void {
    if (this.of('warn').length === 0) {
      this.warn(message);
    }
  }

  hint(message: string): void {
    this.lines.push(`hint: ${message}`);
  }

  done(message: string, lines: readonly string[] = []): void {
    this.lines.push(...[message, ...lines].map((line) => `done: ${line}`));
  }

  summary(message: string): void {
    this.lines.push(`summary: ${message}`);
  }

  busy(): () => void {
    return () => undefined;
  }

  fact(message: string): void {
    this.lines.push(`fact: ${message}`);
  }

  debug(message: string): void {
    this.lines.push(`debug: ${message}`);
  }

  /** The lines of one kind, without it. */
  of(kind: 'warn' | 'hint' | 'done' | 'summary' | 'fact' | 'debug'): readonly string[] {
    return this.lines
      .filter((line) => line.startsWith(`${kind}: `))
      .map((line) => line.slice(kind.length + 2));
  }
}
