import { unusable } from './answer-checks.ts';

/** More pages than any organisation has: stops at a server that never ends. */
const MOST_PAGES = 1000;

export interface Page<Item> {
  readonly items: readonly Item[];
  /** Null on the last page. */
  readonly nextToken: string | null;
}

/** Checks an answer's token, while it is read; null for none. Throws HttpFailure for a server that repeats itself. */
type CheckToken = (token: string | undefined) => string | null;

/** All items of a paged call; `page` gets the token to send (null for the first page) and what checks the next one. */
export async function allPages<Item>(
  page: (nextToken: string | null, check: CheckToken) => Promise<Page<Item>>,
): Promise<readonly Item[]> {
  const items: Item[] = [];
  const seen = new Set<string>();
  const check: CheckToken = (token) => {
    if (token === undefined || token === '') {
      return null;
    }
    if (seen.has(token) || seen.size >= MOST_PAGES) {
      throw unusable('pages without end');
    }
    return token;
  };
  let nextToken: string | null = null;
  do {
    const answer: Page<Item> = await page(nextToken, check);
    items.push(...answer.items);
    nextToken = answer.nextToken;
    seen.add(nextToken ?? '');
  } while (nextToken !== null);
  return items;
}
