import { type TerminalDevice, openInput, writeTo } from './device.ts';

/**
 * Asks on the terminal and reads one line. The terminal stays in its own mode: the kernel edits the line, Ctrl-C is
 * a signal as everywhere, and what is typed ahead stays there for the next reader. Null at end of input, and when
 * `over` is aborted.
 */
export function readLine(
  device: TerminalDevice,
  question: string,
  over?: AbortSignal,
): Promise<string | null> {
  const input = openInput(device);
  writeTo(device, question);
  return new Promise<string | null>((resolve) => {
    let text = '';
    const giveUp = (): void => {
      input.destroy();
      writeTo(device, '\n');
      resolve(null);
    };
    input.setEncoding('utf8');
    input.on('data', (chunk: string) => {
      text += chunk;
      if (text.includes('\n')) {
        // Closed before the next read, so that the rest of the input stays in the terminal.
        input.destroy();
        over?.removeEventListener('abort', giveUp);
        resolve(text.slice(0, text.indexOf('\n')).replace(/\r$/, ''));
      }
    });
    input.once('end', giveUp);
    // The terminal is gone (EIO).
    input.once('error', giveUp);
    over?.addEventListener('abort', giveUp, { once: true });
  });
}
