import { printable } from '../../core/text/printable.ts';
import { socketFault } from '../files/trust/safe-path.ts';

/**
 * Why a D-Bus address is not used, a clause that follows the name of what holds it; null for one that leads to a bus of
 * ours. D-Bus asks a client who it is; nobody asks the bus, which would get every secret. So of a list, of which any
 * may be tried, each must be `unix:`, since `unixexec:` runs a program and `tcp:` connects out, and either a path on
 * which no other user has a hand, or an abstract name with a guid that the bus must know: anybody may take such a name.
 */
export function busAddressFault(address: string): string | null {
  return address.split(';').reduce<string | null>((fault, each) => fault ?? oneFault(each), null);
}

function oneFault(address: string): string | null {
  const pairs = address.startsWith('unix:') ? pairsOf(address.slice('unix:'.length)) : null;
  if (pairs === null) {
    return 'is not a unix: address';
  }
  const places = [...pairs.keys()].filter((key) => key !== 'guid');
  const path = pairs.get('path');
  if (places.length !== 1 || (path === undefined && !pairs.has('abstract'))) {
    return 'names no socket to connect to (path= or abstract=)';
  }
  return path === undefined ? abstractFault(pairs) : pathFault(path);
}

function pathFault(path: string): string | null {
  const fault = socketFault(path);
  return fault === null ? null : `names a socket that another user may own: ${fault}`;
}

function abstractFault(pairs: ReadonlyMap<string, string>): string | null {
  const name = printable(pairs.get('abstract') ?? '');
  return (pairs.get('guid') ?? '') === ''
    ? `names an abstract socket without its guid, so another user may own it: ${name}`
    : null;
}

/** Keys and unescaped values; null where they make no address, or one that two readers may read differently. */
function pairsOf(text: string): ReadonlyMap<string, string> | null {
  const pairs = text.split(',').map((pair) => pair.split('='));
  const names = new Set(pairs.map(([key]) => key));
  const isSound = names.size === pairs.length && pairs.every((pair) => pair.length === 2 && pair[0] !== '');
  const values = pairs.map(([key = '', value = '']) => [key, unescaped(value)] as const);
  return isSound && values.every(([, value]) => value !== null)
    ? new Map(values.map(([key, value]) => [key, value ?? '']))
    : null;
}

/** `%61` is a byte. Null for an escape cut short, and for bytes that are not UTF-8. */
function unescaped(value: string): string | null {
  try {
    return decodeURIComponent(value);
  } catch {
    return null;
  }
}
