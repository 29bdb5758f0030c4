import { readFileSync } from 'node:fs';
import { systemClock } from '../store/store-world.ts';

/** Pids of a process's children; Linux. */
export function childrenOf(pid: number): readonly number[] {
  const text = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim();
  return text === '' ? [] : text.split(' ').map(Number);
}

/** Waits until a process has a child. */
export async function firstChildOf(pid: number): Promise<number> {
  for (;;) {
    const [child] = childrenOf(pid);
    if (child !== undefined) {
      return child;
    }
    await systemClock.sleep(5);
  }
}

/** False for one that is gone, or dead and not yet reaped. */
export function isRunning(pid: number): boolean {
  try {
    return !/\) [ZX] /.test(readFileSync(`/proc/${pid}/stat`, 'latin1'));
  } catch {
    return false;
  }
}
