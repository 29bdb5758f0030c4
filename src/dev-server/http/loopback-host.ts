import { type Answer, type Exchange, header } from './exchange.ts';

/**
 * The answer to a request for another host than this machine, null for one that may go on: a web site whose name was
 * made to point to 127.0.0.1 (DNS rebinding) gets nothing of the pages, the services or the controls. `alsoAs` are
 * names that the server answers to as well.
 */
export function foreignHostAnswer(exchange: Exchange, alsoAs: readonly string[]): Answer | null {
  const host = (header(exchange, 'host') ?? '').replace(/:\d+$/, '').toLowerCase();
  return LOOPBACK.includes(host) || alsoAs.includes(host)
    ? null
    : { status: 403, headers: { 'Content-Type': 'text/plain' }, body: 'only for 127.0.0.1\n' };
}

const LOOPBACK: readonly string[] = ['127.0.0.1', 'localhost', '[::1]'];
