import type { ReadStream, WriteStream } from 'node:tty';
import { AwscredError } from '../../errors.ts';
import { openKeys, openOutput, type TerminalDevice } from './device.ts';

/** The context of a prompt, in the form that @inquirer's prompts take. */
export interface PromptContext {
  readonly input: ReadStream;
  readonly output: WriteStream;
  readonly signal: AbortSignal;
}

/**
 * Runs a prompt that reads single keys, so the terminal is in raw mode meanwhile. Escape and Ctrl-D give up (null);
 * Ctrl-C and SIGINT are AwscredError INTERRUPTED (130), SIGTERM is TERMINATED (143), SIGHUP HUNG_UP (129), so that a
 * shell that evaluates stdout sees them. However it ends, the mode is put back first.
 */
export async function runPrompt<T>(
  device: TerminalDevice,
  prompt: (context: PromptContext) => Promise<T>,
): Promise<T | null> {
  const input = openKeys(device);
  const output = openOutput(device);
  const givingUp = new AbortController();
  const signalled = bySignal();
  const gone = (): void => signalled.reject(new AwscredError('HUNG_UP', 'the terminal has gone'));
  input.once('end', gone).on('error', gone);
  output.on('error', gone);
  input.on('keypress', (_text: string | undefined, key: Key | undefined) => {
    if (key?.name === 'escape' || (key?.ctrl === true && key.name === 'd')) {
      givingUp.abort();
    }
  });
  try {
    return await Promise.race([prompt({ input, output, signal: givingUp.signal }), signalled.error]);
  } catch (error) {
    if (givingUp.signal.aborted) {
      return null;
    }
    throw error instanceof Error && error.name === 'ExitPromptError'
      ? new AwscredError('INTERRUPTED', 'given up', { cause: error })
      : error;
  } finally {
    signalled.off();
    restoreMode(input);
    input.destroy();
    output.destroy();
  }
}

/** As Node's readline tells it. */
export interface Key {
  readonly name?: string;
  readonly ctrl?: boolean;
}

const SIGNALS = { SIGHUP: 'HUNG_UP', SIGTERM: 'TERMINATED', SIGINT: 'INTERRUPTED' } as const;

/**
 * Rejects at the first signal. The prompts' own library listens to signals as well, and each listener leaves it to the
 * others to end the process: so this one ends the prompt.
 */
function bySignal(): {
  readonly error: Promise<never>;
  readonly reject: (error: Error) => void;
  readonly off: () => void;
} {
  const { promise, reject } = deferred();
  const onSignal = (signal: NodeJS.Signals): void => {
    reject(new AwscredError(SIGNALS[signal as keyof typeof SIGNALS], 'given up'));
  };
  const names = Object.keys(SIGNALS) as (keyof typeof SIGNALS)[];
  // Runs first: while it is there, no other ends the process.
  names.forEach((signal) => process.prependListener(signal, onSignal));
  return { error: promise, reject, off: () => names.forEach((signal) => process.off(signal, onSignal)) };
}

function deferred(): { readonly promise: Promise<never>; readonly reject: (error: Error) => void } {
  let reject: (error: Error) => void = () => undefined;
  const promise = new Promise<never>((_, rejected) => {
    reject = rejected;
  });
  // Nobody may wait for it any more.
  promise.catch(() => undefined);
  return { promise, reject: (error) => reject(error) };
}

/** A terminal that has gone has no mode to put back. */
function restoreMode(input: ReadStream): void {
  try {
    if (!input.destroyed) {
      input.setRawMode(false);
    }
  } catch {
    // Nothing left to put back.
  }
}
