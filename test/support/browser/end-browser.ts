import { readdirSync, readFileSync } from 'node:fs';
import { until } from '../process/until.ts';

/**
 * Ends a Chromium that awscred has started for a home, with its helpers, which outlive it for a moment and write into
 * that home: only when the last is gone can the home be removed.
 */
export async function endBrowsersOf(home: string): Promise<void> {
  await until(() => {
    const left = chromiumsOf(home);
    left.forEach((pid) => endOne(pid));
    return left.length === 0;
  });
}

/** By their arguments, which all name a folder of that home. */
function chromiumsOf(home: string): readonly number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && argumentsOf(name).some((word) => word.includes(`${home}/`)))
    .filter((name) => /chrom/.test(argumentsOf(name)[0] ?? ''))
    .map(Number);
}

/** None for a process that is gone. */
function argumentsOf(pid: string): readonly string[] {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'latin1').split('\0');
  } catch {
    return [];
  }
}

function endOne(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}
