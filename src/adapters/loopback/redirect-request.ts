import { createHash, timingSafeEqual } from 'node:crypto';
import type { LoopbackAnswer } from '../../ports/person/loopback.ts';

/** What a request at the listener is: the answer waited for, or a status to send it away with. */
export type Judged =
  | { readonly answer: LoopbackAnswer }
  | { readonly answer: null; readonly status: 400 | 403 | 404 | 405 };

interface RedirectRequest {
  readonly method: string;
  /** The request target as sent. */
  readonly target: string;
  /** The Host header; null if there is none. */
  readonly host: string | null;
}

interface Expected {
  readonly host: string;
  readonly path: string;
  readonly state: string;
}

/** Only a GET with the exact host, path and state, each given once, is the answer. */
export function judgeRequest(request: RedirectRequest, expected: Expected): Judged {
  if (request.method !== 'GET') {
    return { answer: null, status: 405 };
  }
  if (request.host !== expected.host || !request.target.startsWith('/')) {
    return { answer: null, status: 400 };
  }
  const [path, query = ''] = split(request.target);
  if (path !== expected.path) {
    return { answer: null, status: 404 };
  }
  const fields = new URLSearchParams(query);
  if (!isEqual(only(fields, 'state') ?? '', expected.state)) {
    return { answer: null, status: 400 };
  }
  return answerOf(fields);
}

function answerOf(fields: URLSearchParams): Judged {
  const [code, error] = [only(fields, 'code'), only(fields, 'error')];
  if (error !== null && error !== '') {
    return { answer: { code: null, error } };
  }
  return code !== null && code !== '' ? { answer: { code, error: null } } : { answer: null, status: 400 };
}

function split(target: string): readonly [string, string?] {
  const mark = target.indexOf('?');
  return mark === -1 ? [target] : [target.slice(0, mark), target.slice(mark + 1)];
}

function only(fields: URLSearchParams, name: string): string | null {
  const values = fields.getAll(name);
  return values.length === 1 ? (values[0] ?? null) : null;
}

// Digests have the same length, so the comparison takes the same time.
function isEqual(given: string, expected: string): boolean {
  return timingSafeEqual(digest(given), digest(expected));
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
