import { type Exchange, type Handler, header } from './exchange.ts';

/**
 * Lets a page or a control answer only under a loopback name: a web site whose name was made to point
 * to 127.0.0.1 gets nothing (DNS rebinding).
 */
export function onlyLoopbackHost(handle: Handler): Handler {
  return (exchange, call) => {
    if (isLoopbackHost(exchange)) {
      return handle(exchange, call);
    }
    return { status: 403, headers: { 'Content-Type': 'text/plain' }, body: 'only for 127.0.0.1\n' };
  };
}

function isLoopbackHost(exchange: Exchange): boolean {
  return /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/i.test(header(exchange, 'host') ?? '');
}
