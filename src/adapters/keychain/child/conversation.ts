import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import type { Socket } from 'node:net';
import { fileURLToPath } from 'node:url';
import { parseJsonObject, textIn } from '../../../core/text/json-text.ts';
import type { ChildAnswer, ChildRequest } from './child-protocol.ts';

export interface ChildLimits {
  /** How long the child may take until the service has answered it, in milliseconds (Node's start included). */
  readonly openMs: number;
  /** How long it may then go without a sign of life; beyond it, the keychain asks a person or hangs. */
  readonly workMs: number;
  /** Called once, instead of giving up, when it has been quiet for `workMs`; returns how much longer to wait. */
  readonly onQuiet?: () => number;
}

/** `stuck: 'opening'` means that the service never answered, `'working'` that it did and then went quiet. */
export type ChildResult =
  | { readonly answer: ChildAnswer }
  | { readonly error: string }
  | { readonly stuck: 'opening' | 'working' };

/** One child, and what is said with it: one request at a time. */
export class Conversation {
  readonly #child: ChildProcessWithoutNullStreams | null;
  #request: PendingRequest | null = null;
  #ended: string | null = null;
  #onEnd: () => void = () => {};
  #rest = '';
  #stderr = '';

  /** Starts the child, which sees only `environment`. */
  constructor(environment: NodeJS.ProcessEnv) {
    this.#child = this.#started(environment);
  }

  #started(environment: NodeJS.ProcessEnv): ChildProcessWithoutNullStreams | null {
    try {
      const child = spawn(process.execPath, [programPath()], {
        stdio: 'pipe',
        env: environment,
        windowsHide: true,
      });
      child.once('error', (error) => this.#close(wordsOf(error)));
      if (child.pid !== undefined) {
        this.#listen(child);
      }
      return child;
    } catch (error) {
      this.#close(wordsOf(error));
      return null;
    }
  }

  #listen(child: ChildProcessWithoutNullStreams): void {
    child.once('close', (_, signal) => {
      this.#close(`its process ended (${signal ?? 'no signal'}) ${complaintIn(this.#stderr)}`);
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      this.#stderr = `${this.#stderr}${text}`.slice(0, 4096);
    });
    child.stdout.setEncoding('utf8').on('data', (text: string) => this.#receive(text));
    // It may have died: 'close' says so.
    child.stdin.on('error', () => {});
  }

  /** One request and its answer; the child must not be in the middle of another. Never rejects. */
  async hold(request: ChildRequest, limits: ChildLimits): Promise<ChildResult> {
    if (this.#ended !== null) {
      return { error: this.#ended };
    }
    const pending = new PendingRequest(limits);
    this.#request = pending;
    // Left open, because the end of stdin ends the child.
    this.#child?.stdin?.write(`${JSON.stringify(request)}\n`);
    const result = await pending.result;
    this.#request = null;
    return result;
  }

  hasEnded(): boolean {
    return this.#ended !== null;
  }

  /** `one` is called when the child has ended. */
  onEnd(one: () => void): void {
    this.#onEnd = one;
  }

  /** Whether this process stays alive for the child. */
  holdsProcess(holds: boolean): void {
    const child = this.#child;
    if (child?.pid === undefined) {
      return;
    }
    for (const each of [child, ...[child.stdin, child.stdout, child.stderr].map(asSocket)]) {
      if (holds) {
        each.ref();
      } else {
        each.unref();
      }
    }
  }

  end(): void {
    this.#child?.kill('SIGKILL');
  }

  #close(words: string): void {
    this.#ended ??= words;
    this.#request?.settle({ error: this.#ended });
    this.#onEnd();
  }

  #receive(text: string): void {
    const lines = `${this.#rest}${text}`.split('\n');
    this.#rest = lines.pop() ?? '';
    lines.forEach((line) => this.#request?.take(line));
  }
}

/** What a request waits for, and how long. */
class PendingRequest {
  readonly result: Promise<ChildResult>;
  readonly #limits: ChildLimits;
  #resolve: (result: ChildResult) => void = () => {};
  #timer: NodeJS.Timeout | undefined;
  #opened = false;
  #patient = false;

  constructor(limits: ChildLimits) {
    this.#limits = limits;
    this.result = new Promise((resolve) => {
      this.#resolve = resolve;
    });
    this.#allow(limits.openMs);
  }

  settle(result: ChildResult): void {
    clearTimeout(this.#timer);
    this.#resolve(result);
  }

  take(line: string): void {
    const message = parseJsonObject(line);
    if (message === null) {
      this.settle({ error: 'the child wrote something that is not an answer' });
    } else if ('at' in message) {
      this.#opened = true;
      if (!this.#patient) {
        this.#allow(this.#limits.workMs);
      }
    } else if ('answer' in message) {
      this.settle({ answer: message['answer'] as ChildAnswer });
    } else {
      this.settle({ error: textIn(message, 'error') ?? '' });
    }
  }

  #allow(ms: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#outOfTime(), ms);
  }

  #outOfTime(): void {
    const more = this.#opened && !this.#patient ? this.#limits.onQuiet?.() : undefined;
    if (more === undefined) {
      this.settle({ stuck: this.#opened ? 'working' : 'opening' });
      return;
    }
    this.#patient = true;
    this.#allow(more);
  }
}

/** The same name beside this file in the built tree, and beside the bundle that this file becomes part of. */
function programPath(): string {
  const own = import.meta.url;
  return fileURLToPath(new URL(own.endsWith('.cjs') ? './keychain-child.cjs' : './keychain-child.js', own));
}

/** The pipes of a child are sockets. */
function asSocket(stream: unknown): Pick<Socket, 'ref' | 'unref'> {
  return stream as Socket;
}

/** Node's or the addon's last words, e.g. `Error: EMFILE: too many open files`. */
function complaintIn(stderr: string): string {
  return stderr.split('\n').find((line) => /error|panic/i.test(line)) ?? '';
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : 'unknown error';
}
