import { lookup as nodeLookup, type LookupAddress } from 'node:dns';
import { isIP } from 'node:net';
import { HttpFailure } from '../../ports/http-failure.ts';

/** Resolves a name to all its addresses; rejects with Node's error. Replaced in tests, to be a name server. */
export type Lookup = (host: string) => Promise<readonly LookupAddress[]>;

/** The addresses of a host; an address is its own. Throws HttpFailure `name` when there are none within `ms`. */
export async function addressesOf(
  host: string,
  ms: number,
  lookup: Lookup,
): Promise<readonly LookupAddress[]> {
  // Node compiles a long expression to tell a name from an IPv6 address.
  const family = /^[0-9.]*$/.test(host) || host.includes(':') ? isIP(host) : 0;
  if (family !== 0) {
    return [{ address: host, family }];
  }
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new HttpFailure('name', 'no name server answers')), ms);
  });
  try {
    return await Promise.race([lookup(host), late]);
  } catch (error) {
    throw error instanceof HttpFailure ? error : nameFailure(error as NodeJS.ErrnoException);
  } finally {
    clearTimeout(timer);
  }
}

function nameFailure(cause: NodeJS.ErrnoException): HttpFailure {
  const what = cause.code === 'EAI_AGAIN' ? 'no name server answers' : 'the name does not resolve';
  return new HttpFailure('name', what, { cause });
}

let inFlight = 0;

/**
 * The system's resolver (hosts file included). With a dead name server glibc takes 10 s and more, cannot be stopped,
 * and keeps the process from exiting: so a shorter time-out is set, unless the user has set one.
 */
export const systemLookup: Lookup = (host) => {
  if (inFlight === 0 && process.env['RES_OPTIONS'] !== undefined) {
    return lookupAll(host);
  }
  // Only while a lookup runs: programs started later must not inherit it.
  process.env['RES_OPTIONS'] = 'timeout:1 attempts:1';
  inFlight += 1;
  return lookupAll(host).finally(() => {
    inFlight -= 1;
    if (inFlight === 0) {
      delete process.env['RES_OPTIONS'];
    }
  });
};

function lookupAll(host: string): Promise<readonly LookupAddress[]> {
  return new Promise((resolve, reject) => {
    nodeLookup(host, { all: true }, (error, addresses) => (error ? reject(error) : resolve(addresses)));
  });
}
