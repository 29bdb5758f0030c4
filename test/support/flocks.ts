import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** Pids of `flock` processes that wait for a lock file under `folder`. */
export function flocksUnder(folder: string): readonly string[] {
  return readdirSync('/proc').filter((name) => /^\d+$/.test(name) && isFlockUnder(name, folder));
}

function isFlockUnder(pid: string, folder: string): boolean {
  try {
    const words = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
    return words.includes('flock') && readlinkSync(`/proc/${pid}/fd/3`).startsWith(folder);
  } catch {
    return false;
  }
}
