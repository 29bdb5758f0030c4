import { printable } from '../../core/text/printable.ts';
import { AwscredError } from '../../errors.ts';

/** Reads a JSON value with the path to it at hand, so that every fault says where it is: `roles[0].trust`. */
export class JsonReader {
  readonly value: unknown;
  readonly #path: string;
  readonly #source: string;

  /** `source` is the file's name, or what else the JSON is called in a message. */
  constructor(value: unknown, source: string, path = '') {
    this.value = value;
    this.#source = source;
    this.#path = path;
  }

  get isMissing(): boolean {
    return this.value === undefined || this.value === null;
  }

  field(key: string): JsonReader {
    const value = new Map(Object.entries(this.object())).get(key);
    return new JsonReader(value, this.#source, this.#path === '' ? key : `${this.#path}.${key}`);
  }

  object(): object {
    if (typeof this.value !== 'object' || this.value === null || Array.isArray(this.value)) {
      throw this.fault('is not an object');
    }
    return this.value;
  }

  entries(): readonly (readonly [string, JsonReader])[] {
    return Object.keys(this.object()).map((key) => [key, this.field(key)] as const);
  }

  /** A list; a missing one is empty. */
  items(): readonly JsonReader[] {
    if (this.isMissing) {
      return [];
    }
    if (!Array.isArray(this.value)) {
      throw this.fault('is not a list');
    }
    return this.value.map(
      (item: unknown, index) => new JsonReader(item, this.#source, `${this.#path}[${index}]`),
    );
  }

  /** A non-empty text that matches `pattern`; `what` completes "is not …". */
  text(pattern: RegExp = /^.+$/s, what = 'a text'): string {
    if (typeof this.value !== 'string' || !pattern.test(this.value)) {
      throw this.fault(this.isMissing ? 'is missing' : `is not ${what}`);
    }
    return this.value;
  }

  integer(least: number, most: number): number {
    const { value } = this;
    if (typeof value !== 'number' || !Number.isInteger(value) || value < least || value > most) {
      throw this.fault(`is not a whole number from ${least} to ${most}`);
    }
    return value;
  }

  flag(): boolean {
    if (typeof this.value !== 'boolean') {
      throw this.fault('is not true or false');
    }
    return this.value;
  }

  /** The error for this place; `problem` goes on after the path. */
  fault(problem: string): AwscredError {
    const place = this.#path === '' ? 'the world' : printable(this.#path);
    return new AwscredError('CONFIG', `${this.#source}: ${place} ${problem}`, {
      at: { file: this.#source, line: null },
    });
  }
}
