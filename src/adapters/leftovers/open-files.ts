import { readdirSync, readlinkSync } from 'node:fs';

/** The files that the user's processes have open; null where the system does not say. */
export function openFiles(): ReadonlySet<string> | null {
  if (process.platform !== 'linux') {
    return null;
  }
  const open = new Set<string>();
  for (const pid of namesIn('/proc').filter((name) => /^\d+$/.test(name))) {
    for (const fd of namesIn(`/proc/${pid}/fd`)) {
      const path = targetOf(`/proc/${pid}/fd/${fd}`);
      if (path !== null) {
        open.add(path);
      }
    }
  }
  return open;
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    // Another user's process, or one that has just ended.
    return [];
  }
}

function targetOf(link: string): string | null {
  try {
    return readlinkSync(link);
  } catch {
    return null;
  }
}
