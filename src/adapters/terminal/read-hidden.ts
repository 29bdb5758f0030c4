import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { AwscredError } from '../../errors.ts';
import type { PromptContext } from './prompt.ts';

/**
 * Reads a line of which nothing is shown, not even its length. Null at end of input and when given up;
 * Ctrl-C is AwscredError INTERRUPTED.
 */
export function readHidden(
  { input, output, signal }: PromptContext,
  question: string,
): Promise<string | null> {
  // The usual line editing, with its output discarded.
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input, output: nowhere, terminal: true, historySize: 0 });
  // Printed now: creating the interface has switched off the echo.
  output.write(question);
  return new Promise<string | null>((resolve, reject) => {
    lines.once('line', resolve);
    lines.once('SIGINT', () => reject(new AwscredError('INTERRUPTED', 'given up')));
    lines.once('close', () => resolve(null));
    signal.addEventListener('abort', () => resolve(null), { once: true });
  }).finally(() => {
    lines.close();
    output.write('\n');
  });
}
