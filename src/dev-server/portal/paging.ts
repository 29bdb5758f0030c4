import { ServiceError } from '../service-error.ts';

/** One page of a list, and the token for the next; null after the last. */
export interface Page<Item> {
  readonly items: readonly Item[];
  readonly nextToken: string | null;
}

/**
 * Cuts a list by `next_token` and `max_result` (1 to 100) of the query. A token belongs to the list it was
 * made for, so that one of another account or operation is refused. Throws InvalidRequestException (400).
 */
export function pageOf<Item>(
  list: readonly Item[],
  name: string,
  query: URLSearchParams,
  defaultSize: number,
): Page<Item> {
  const size = readSize(query.get('max_result'), defaultSize);
  const start = readToken(query.get('next_token'), name);
  const end = start + size;
  return {
    items: list.slice(start, end),
    nextToken: end < list.length ? Buffer.from(`${name} ${end}`).toString('base64') : null,
  };
}

function readSize(text: string | null, defaultSize: number): number {
  if (text === null || text === '') {
    return defaultSize;
  }
  const size = Number(text);
  if (!/^\d+$/.test(text) || size < 1 || size > 100) {
    throw new ServiceError(400, 'InvalidRequestException', 'max_result must be from 1 to 100');
  }
  return size;
}

function readToken(token: string | null, name: string): number {
  if (token === null || token === '') {
    return 0;
  }
  const text = Buffer.from(token, 'base64').toString('utf8');
  const offset = text.startsWith(`${name} `) ? text.slice(name.length + 1) : '';
  if (!/^\d+$/.test(offset)) {
    throw new ServiceError(400, 'InvalidRequestException', 'Invalid next_token');
  }
  return Number(offset);
}
