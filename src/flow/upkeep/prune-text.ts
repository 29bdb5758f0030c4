import { printable, tilde } from '../../core/text/printable.ts';
import { showClock } from '../../core/text/time.ts';
import type { Pruned } from '../../ports/store/upkeep.ts';

/** What `cache prune` removed, for people: a line for each named item, counts for the rest. */
export function pruneText(pruned: Pruned, world: { readonly now: number; readonly home: string }): string {
  const named = [
    ...pruned.items.map(({ label, account, expiresAt }) => {
      const what = label === '' ? `a damaged item, ${account}` : printable(label, 120);
      return `${what}${expiresAt === null ? '' : `, ended ${showClock(expiresAt, world.now)}`}`;
    }),
    ...pruned.files.map((path) => printable(tilde(path, world.home))),
  ].map((what) => `removed ${what}\n`);
  const counted = [
    counts(pruned.chunks, 'orphan chunk'),
    counts(pruned.rows, 'index line without an item', 'index lines without an item'),
    counts(pruned.locks, 'idle lock'),
  ].flatMap((what) => (what === null ? [] : [`removed ${what}\n`]));
  const restored = counts(pruned.restored, 'item');
  const put = restored === null ? [] : [`put ${restored} back into the index\n`];
  const lines = [...named, ...counted, ...put];
  return lines.length === 0 ? 'nothing to remove\n' : lines.join('');
}

function counts(count: number, one: string, many: string = `${one}s`): string | null {
  return count === 0 ? null : `${count} ${count === 1 ? one : many}`;
}
