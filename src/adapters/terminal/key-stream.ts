import { isatty, ReadStream } from 'node:tty';

/** Delivers Enter one turn after the text pasted with it: else a picker would choose before it has ranked. */
export function keyStream(descriptor: number): ReadStream {
  // The class is made here: at the top of the file it would load Node's module for terminals at every start.
  class KeyStream extends ReadStream {
    readonly #later: unknown[] = [];

    /** A terminal that has gone has no mode; Node would tell line editors so by an error that none of them expects. */
    override setRawMode(mode: boolean): this {
      return isatty(descriptor) ? super.setRawMode(mode) : this;
    }

    override push(chunk: unknown): boolean {
      if (this.#later.length > 0) {
        this.#later.push(chunk);
        return true;
      }
      const [now, rest] = Buffer.isBuffer(chunk) ? apart(chunk) : [chunk, null];
      if (rest !== null) {
        this.#later.push(rest);
        setImmediate(() => this.#goOn());
      }
      return super.push(now);
    }

    #goOn(): void {
      const waiting = this.#later.splice(0);
      if (!this.destroyed) {
        waiting.forEach((chunk) => this.push(chunk));
      }
    }
  }
  return new KeyStream(descriptor);
}

/** What can be handed on at once, and the rest: Enter with what follows it, or what follows Enter. */
function apart(keys: Buffer): readonly [Buffer, Buffer | null] {
  const enter = keys.findIndex((byte) => byte === 0x0d || byte === 0x0a);
  const end = enter === 0 ? 1 : enter;
  return enter < 0 || end === keys.length ? [keys, null] : [keys.subarray(0, end), keys.subarray(end)];
}
