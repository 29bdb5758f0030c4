import type { IncomingMessage } from 'node:http';
import { HttpFailure } from '../../ports/http-failure.ts';

/** Far more than any answer of these services; longer ones are not read. */
const LIMIT = 1024 * 1024;

/** The whole body. Throws HttpFailure `too-long` beyond the limit and `reset` where it ends early. */
export async function readBody(message: IncomingMessage, limit: number = LIMIT): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of message as AsyncIterable<Uint8Array>) {
    length += chunk.byteLength;
    if (length > limit) {
      throw new HttpFailure('too-long', `an answer of more than ${limit / LIMIT} MiB`, { sent: true });
    }
    chunks.push(chunk);
  }
  if (!message.complete) {
    throw new HttpFailure('reset', 'the answer was cut short', { sent: true });
  }
  return Buffer.concat(chunks);
}
