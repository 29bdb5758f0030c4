import { unusable } from './answer-checks.ts';

/** More accounts or roles than any organisation has: a server that never ends is not followed for ever. */
const MOST_PAGES = 1000;

/** All items of a paged call. Throws HttpFailure for a server that repeats itself. */
export async function allPages<Item>(
  page: (nextToken: string | undefined) => Promise<{ items: readonly Item[]; nextToken: string | undefined }>,
): Promise<readonly Item[]> {
  const items: Item[] = [];
  const seen = new Set<string>();
  let token: string | undefined;
  do {
    const answer = await page(token);
    items.push(...answer.items);
    token = answer.nextToken === '' ? undefined : answer.nextToken;
    if (token !== undefined && (seen.has(token) || seen.size >= MOST_PAGES)) {
      throw unusable('page after page without an end');
    }
    seen.add(token ?? '');
  } while (token !== undefined);
  return items;
}
