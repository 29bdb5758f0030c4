/** The local AWS's own time: the caller's clock plus what somebody moved it by. Everything issued is judged by it. */
export class ServerClock {
  readonly #base: () => number;
  #moved = 0;
  #skewed = 0;

  /** `base` answers epoch milliseconds. */
  constructor(base: () => number) {
    this.#base = base;
  }

  now(): number {
    return this.#base() + this.#moved;
  }

  /** Moves the server's time forward (or back) by `ms`, on top of earlier moves. */
  move(ms: number): void {
    this.#moved += ms;
  }

  /** What the `Date` header says; only the header is wrong after `skewDate`, never the judging. */
  dateHeader(): string {
    return new Date(this.now() + this.#skewed).toUTCString();
  }

  skewDate(ms: number): void {
    this.#skewed = ms;
  }
}
