import { atEnd } from '../../process/at-end.ts';
import type { ChildRequest } from './child-protocol.ts';
import { type ChildLimits, type ChildResult, Conversation } from './conversation.ts';

/** A child's D-Bus connections end with it, so it answers no more requests than this. */
const REQUESTS_PER_CHILD = 25;
/** How long a child without work stays, in milliseconds: longer than a call to AWS, shorter than a person needs. */
const IDLE_MS = 10_000;

/**
 * Children that do what may prompt or hang, so that it can be ended. A child stays for the next request of the run,
 * since to start one takes as long as ten writes. One that failed or went quiet is killed, and so are all at the end of
 * the run. They see only `environment`.
 */
export class KeychainChildren {
  readonly #environment: () => NodeJS.ProcessEnv;
  #idle: Resting | null = null;

  constructor(environment: () => NodeJS.ProcessEnv) {
    this.#environment = environment;
  }

  /** Starts a child for a request that is to come, so that it is there by then. */
  startEarly(): void {
    this.#idle ??= rest(this.#start(), 0, () => this.#forget());
  }

  /** Runs one request in a child that is killed at the limits. Never rejects. */
  async ask(request: ChildRequest, limits: ChildLimits): Promise<ChildResult> {
    const resting = this.#idle;
    this.#idle = null;
    const { child, asked } = resting?.wake() ?? { child: this.#start(), asked: 0 };
    const result = await child.hold(request, limits);
    if ('answer' in result && asked + 1 < REQUESTS_PER_CHILD && this.#idle === null) {
      this.#idle = rest(child, asked + 1, () => this.#forget());
    } else {
      child.end();
    }
    return result;
  }

  #start(): Conversation {
    const child = new Conversation(this.#environment());
    const done = atEnd(() => child.end());
    child.onEnd(done);
    return child;
  }

  #forget(): void {
    this.#idle = null;
  }
}

interface Resting {
  /** The child, and how many requests it has answered. */
  wake(): { readonly child: Conversation; readonly asked: number } | null;
}

/** A child that does not keep this process alive, and ends by and by. */
function rest(child: Conversation, asked: number, onEnd: () => void): Resting {
  child.holdsProcess(false);
  const timer = setTimeout(() => {
    onEnd();
    child.end();
  }, IDLE_MS).unref();
  return {
    wake: () => {
      clearTimeout(timer);
      if (child.hasEnded()) {
        return null;
      }
      child.holdsProcess(true);
      return { child, asked };
    },
  };
}
