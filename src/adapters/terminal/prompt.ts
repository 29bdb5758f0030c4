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
 * Ctrl-C is AwscredError INTERRUPTED (130). However it ends, by SIGHUP and SIGTERM too, the mode is put back first.
 */
export async function runPrompt<T>(
  device: TerminalDevice,
  prompt: (context: PromptContext) => Promise<T>,
): Promise<T | null> {
  const input = openKeys(device);
  const output = openOutput(device);
  const givingUp = new AbortController();
  const restore = restoreOnSignals(input);
  input.on('keypress', (_text: string | undefined, key: Key | undefined) => {
    if (key?.name === 'escape' || (key?.ctrl === true && key.name === 'd')) {
      givingUp.abort();
    }
  });
  try {
    return await prompt({ input, output, signal: givingUp.signal });
  } catch (error) {
    if (givingUp.signal.aborted) {
      return null;
    }
    throw error instanceof Error && error.name === 'ExitPromptError'
      ? new AwscredError('INTERRUPTED', 'given up', { cause: error })
      : error;
  } finally {
    restore();
    input.destroy();
    output.destroy();
  }
}

interface Key {
  readonly name?: string;
  readonly ctrl?: boolean;
}

const SIGNALS = ['SIGHUP', 'SIGTERM', 'SIGINT'] as const;

// Node restores the mode on INT and TERM, but not on HUP, and not if there is a handler.
function restoreOnSignals(input: ReadStream): () => void {
  const onSignal = (signal: NodeJS.Signals): void => {
    restore();
    if (process.listenerCount(signal) === 0) {
      process.kill(process.pid, signal);
    }
  };
  const restore = (): void => {
    SIGNALS.forEach((signal) => process.off(signal, onSignal));
    if (!input.destroyed) {
      input.setRawMode(false);
    }
  };
  // Runs first: the next handler may end the process.
  SIGNALS.forEach((signal) => process.prependListener(signal, onSignal));
  return restore;
}
