import type { IncomingMessage } from 'node:http';
import type { OpenCall } from '../call-log.ts';

/** A request, read to its end. */
export interface Exchange {
  readonly method: string;
  readonly path: string;
  /** As sent, without the `?`. */
  readonly rawQuery: string;
  readonly query: URLSearchParams;
  /** Lower-case names; every value sent, in order. */
  readonly headers: ReadonlyMap<string, readonly string[]>;
  readonly body: Buffer;
}

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Answers a request; what it learns of the caller goes into `call`. */
export type Handler = (exchange: Exchange, call: OpenCall) => Answer | Promise<Answer>;

const MAX_BODY = 1024 * 1024;

/** Reads a request; null when its body is larger than 1 MiB. */
export async function readExchange(request: IncomingMessage): Promise<Exchange | null> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_BODY) {
      return null;
    }
    chunks.push(chunk);
  }
  const target = request.url ?? '/';
  const mark = target.indexOf('?');
  const rawQuery = mark === -1 ? '' : target.slice(mark + 1);
  return {
    method: request.method ?? 'GET',
    path: mark === -1 ? target : target.slice(0, mark),
    rawQuery,
    query: new URLSearchParams(rawQuery),
    headers: allHeaders(request.rawHeaders),
    body: Buffer.concat(chunks),
  };
}

/** The first value of a header, or null. */
export function header(exchange: Exchange, name: string): string | null {
  return exchange.headers.get(name)?.[0] ?? null;
}

/** The fields of a posted HTML form or of an AWS query call. */
export function formOf(exchange: Exchange): URLSearchParams {
  return new URLSearchParams(exchange.body.toString('utf8'));
}

// Node's own `headers` drops repeated ones, and a signature is over all of them.
function allHeaders(raw: readonly string[]): Map<string, string[]> {
  const headers = new Map<string, string[]>();
  for (let index = 0; index + 1 < raw.length; index += 2) {
    const name = (raw[index] ?? '').toLowerCase();
    headers.set(name, [...(headers.get(name) ?? []), raw[index + 1] ?? '']);
  }
  return headers;
}
