import { parseTexts } from '../../core/text/json-text.ts';
import type { Ports } from '../../ports/index.ts';

/** More shares than anybody keeps up at once; the oldest are forgotten. */
const MOST = 100;
const LOCK_MS = 10_000;

type Needs = Pick<Ports, 'notes' | 'locks' | 'random'>;

/**
 * Runs `work` while a profile is shared, for `list`: a lock says that it still is, however its holder ends, and a note
 * says whose lock that is.
 */
export async function whileShared<T>(profile: string, ports: Needs, work: () => Promise<T>): Promise<T> {
  const id = Buffer.from(ports.random.bytes(8)).toString('hex');
  const note = `${id} ${profile}`;
  return ports.locks.withLock(lockOf(note), { timeoutMs: LOCK_MS, purpose: `share ${profile}` }, async () => {
    await change(ports, (notes) => [...notes, note]);
    try {
      return await work();
    } finally {
      await change(ports, (notes) => notes.filter((each) => each !== note));
    }
  });
}

/** The profiles that are shared just now. */
export function sharedNow({ notes, locks }: Pick<Ports, 'notes' | 'locks'>): ReadonlySet<string> {
  const live = parseTexts(notes.read('shares') ?? '').filter((note) => locks.holder(lockOf(note)) !== null);
  return new Set(live.map((note) => note.slice(note.indexOf(' ') + 1)));
}

/** What a killed share has left goes too. */
async function change(
  { notes, locks }: Needs,
  to: (notes: readonly string[]) => readonly string[],
): Promise<void> {
  await locks.withLock('shares', { timeoutMs: LOCK_MS, purpose: 'share' }, async () => {
    const live = parseTexts(notes.read('shares') ?? '').filter((note) => locks.holder(lockOf(note)) !== null);
    await Promise.resolve(notes.write('shares', `${JSON.stringify(to(live).slice(-MOST))}\n`));
  });
}

/** By the note's own digits alone: the profile's name is for people. */
function lockOf(note: string): string {
  return `share:${note.split(' ', 1)[0] ?? ''}`;
}
