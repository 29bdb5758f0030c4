import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { LockKind } from './kinds.ts';
import { LockProcess } from './lock-process.ts';
import { endTurn, turnsTaken } from './turns.ts';

export interface KilledHolders {
  /** Turns that were taken, one after another; or what shows that they were not. */
  readonly turns: number | readonly string[];
  /** Processes that held the lock while another did. */
  readonly beside: number;
  /** What processes said that failed. */
  readonly failures: readonly string[];
  /** From the kill to the next holder, in milliseconds: all of them in order. */
  readonly takeovers: readonly number[];
}

/**
 * Kills the holder of a lock again and again while `waiters` others wait for it. Who takes over is the next to be
 * killed, and a new one waits in its place; in the end all release it, one after another.
 */
export async function killHolders(options: {
  readonly folder: string;
  /** Of several, one process after another takes the next. */
  readonly kind: LockKind | readonly LockKind[];
  readonly kills: number;
  readonly waiters: number;
  readonly isOver?: () => boolean;
}): Promise<KilledHolders> {
  const { folder, kind, kills, waiters, isOver = () => false } = options;
  const turns = join(folder, 'turns');
  mkdirSync(turns);
  const started: LockProcess[] = [];
  const start = (): LockProcess => {
    const kinds = [kind].flat();
    const own = kinds[started.length % kinds.length] ?? 'system';
    const one = new LockProcess({ folder, name: 'a', kind: own, turns, timeoutMs: 600_000 });
    started.push(one);
    return one;
  };
  let holder = start();
  await holder.says('held');
  const waiting = new Set(Array.from({ length: waiters }, start));
  await Promise.all([...waiting].map(async (each) => each.says('waiting')));
  const takeovers: number[] = [];
  for (let killed = 0; killed < kills && !isOver(); killed += 1) {
    const gone = once(holder.child, 'exit');
    endTurn(turns);
    holder.child.kill('SIGKILL');
    const since = performance.now();
    holder = await nextHolder(waiting);
    takeovers.push(performance.now() - since);
    waiting.delete(holder);
    await gone;
    const newcomer = start();
    await newcomer.says('waiting');
    waiting.add(newcomer);
  }
  for (;;) {
    holder.release();
    await holder.says('released');
    if (waiting.size === 0) {
      break;
    }
    holder = await nextHolder(waiting);
    waiting.delete(holder);
  }
  return {
    turns: turnsTaken(turns),
    beside: started.filter((each) => each.hasSaid('held BESIDE')).length,
    failures: started.flatMap((each) => each.saidFirst('failed') ?? []),
    takeovers: takeovers.toSorted((one, other) => one - other),
  };
}

async function nextHolder(waiting: ReadonlySet<LockProcess>): Promise<LockProcess> {
  return await Promise.race([...waiting].map(async (each) => each.says('held').then(() => each)));
}
