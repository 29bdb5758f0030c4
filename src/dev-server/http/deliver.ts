import type { ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import type { Fault } from '../faults/fault-rule.ts';
import type { Answer } from './exchange.ts';

const PIECES = 10;

/** Sends an answer, or what a fault leaves of it. `date` is the `Date` header. */
export async function deliver(
  response: ServerResponse,
  answer: Answer,
  fault: Fault | null,
  date: string,
): Promise<void> {
  const body = Buffer.from(answer.body);
  response.sendDate = false;
  response.statusCode = answer.status;
  response.setHeader('Date', date);
  response.setHeader('Content-Length', body.length);
  for (const [name, value] of Object.entries(answer.headers)) {
    response.setHeader(name, value);
  }
  if (fault?.kind === 'truncate') {
    truncate(response, body);
  } else if (fault?.kind === 'slow') {
    await slowly(response, body, fault);
  } else {
    response.end(body);
  }
}

/** Resets the connection: the client sees ECONNRESET. */
export function reset(response: ServerResponse): void {
  response.socket?.resetAndDestroy();
}

function truncate(response: ServerResponse, body: Buffer): void {
  response.write(body.subarray(0, Math.floor(body.length / 2)), () => response.socket?.end());
}

async function slowly(
  response: ServerResponse,
  body: Buffer,
  { delayMs, drip }: { delayMs: number; drip?: boolean },
): Promise<void> {
  const pieces = drip === true ? PIECES : 1;
  const size = Math.max(1, Math.ceil(body.length / pieces));
  for (let piece = 0; piece < pieces; piece += 1) {
    // Unreferenced: a slow answer never keeps a stopped server alive.
    await delay(delayMs / pieces, undefined, { ref: false });
    response.write(body.subarray(piece * size, (piece + 1) * size));
  }
  response.end();
}
