import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { atEnd } from '../../process/at-end.ts';
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

/** Runs one request in a child that is killed at the limits. Never rejects. The child sees only `environment`. */
export async function askChild(
  request: ChildRequest,
  limits: ChildLimits,
  environment: NodeJS.ProcessEnv,
): Promise<ChildResult> {
  let child: ChildProcessWithoutNullStreams;
  try {
    // The same name beside this file in the built tree, and beside the bundle that this file becomes part of.
    const own = import.meta.url;
    const program = fileURLToPath(
      new URL(own.endsWith('.cjs') ? './keychain-child.cjs' : './keychain-child.js', own),
    );
    child = spawn(process.execPath, [program], {
      stdio: 'pipe',
      env: environment,
      windowsHide: true,
    });
  } catch (error) {
    return { error: wordsOf(error) };
  }
  if (child.pid === undefined) {
    // No descriptors or processes left: the child then has no streams.
    const [error] = (await once(child, 'error')) as [unknown];
    return { error: wordsOf(error) };
  }
  const kill = (): void => void child.kill('SIGKILL');
  const done = atEnd(kill);
  try {
    return await new Conversation(child, limits).hold(request);
  } finally {
    done();
    kill();
  }
}

class Conversation {
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #limits: ChildLimits;
  #resolve: (result: ChildResult) => void = () => {};
  #timer: NodeJS.Timeout | undefined;
  #opened = false;
  #patient = false;
  #rest = '';
  #stderr = '';

  constructor(child: ChildProcessWithoutNullStreams, limits: ChildLimits) {
    this.#child = child;
    this.#limits = limits;
  }

  async hold(request: ChildRequest): Promise<ChildResult> {
    const child = this.#child;
    const result = new Promise<ChildResult>((resolve) => {
      this.#resolve = resolve;
    });
    child.once('error', (error) => this.#resolve({ error: wordsOf(error) }));
    child.once('close', (_, signal) => {
      const complaint = complaintIn(this.#stderr);
      this.#resolve({ error: `its process ended (${signal ?? 'no signal'}) ${complaint}` });
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      this.#stderr = `${this.#stderr}${text}`.slice(0, 4096);
    });
    child.stdout.setEncoding('utf8').on('data', (text: string) => this.#receive(text));
    // It may have died: 'close' says so.
    child.stdin.on('error', () => {});
    // Left open, because the end of stdin ends the child.
    child.stdin.write(`${JSON.stringify(request)}\n`);
    this.#allow(this.#limits.openMs);
    try {
      return await result;
    } finally {
      clearTimeout(this.#timer);
    }
  }

  #receive(text: string): void {
    const lines = `${this.#rest}${text}`.split('\n');
    this.#rest = lines.pop() ?? '';
    lines.forEach((line) => this.#take(line));
  }

  #take(line: string): void {
    const message = parseJsonObject(line);
    if (message === null) {
      this.#resolve({ error: 'the child wrote something that is not an answer' });
    } else if ('at' in message) {
      this.#opened = true;
      if (!this.#patient) {
        this.#allow(this.#limits.workMs);
      }
    } else if ('answer' in message) {
      this.#resolve({ answer: message['answer'] as ChildAnswer });
    } else {
      this.#resolve({ error: textIn(message, 'error') ?? '' });
    }
  }

  #allow(ms: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#outOfTime(), ms);
  }

  #outOfTime(): void {
    const more = this.#opened && !this.#patient ? this.#limits.onQuiet?.() : undefined;
    if (more === undefined) {
      this.#resolve({ stuck: this.#opened ? 'working' : 'opening' });
      return;
    }
    this.#patient = true;
    this.#allow(more);
  }
}

/** Node's or the addon's last words, e.g. `Error: EMFILE: too many open files`. */
function complaintIn(stderr: string): string {
  return stderr.split('\n').find((line) => /error|panic/i.test(line)) ?? '';
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : 'unknown error';
}
