import { batches } from '../../../core/text/batches.ts';
import { decodeItem, kindOf } from '../item.ts';
import type { Items } from '../items.ts';
import type { IndexFile } from './index-file.ts';
import type { IndexRow } from './index-rows.ts';

/** As many as one child of the keychain's takes. */
const AT_A_TIME = 25;

/** Makes the index whole again after a loss: only the items themselves say what they are. */
export async function relist(items: Items, index: IndexFile, runtime: string | null): Promise<void> {
  const known = new Set(index.rows().map((row) => row.account));
  const lost = (await items.search(['v1.'])).filter((one) => kindOf(one) !== null && !known.has(one));
  const rows: IndexRow[] = [];
  for (const batch of batches(lost, AT_A_TIME)) {
    rows.push(...[...(await items.readMany(batch))].flatMap(([account, text]) => rowOf(account, text)));
  }
  await index.restoreAll(rows);

  function rowOf(account: string, text: string): readonly IndexRow[] {
    const facts = decodeItem(text)?.facts;
    const kind = kindOf(account);
    return facts === undefined || kind === null
      ? []
      : [{ ...facts, account, kind, store: items.kind, runtime }];
  }
}
