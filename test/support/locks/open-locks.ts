import { readdirSync, readlinkSync } from 'node:fs';

/** How many processes have a lock file below `folder` open: holders, and those who wait. */
export function openLocks(folder: string): number {
  return filesOf(folder).length;
}

/** How many wait: of those who have one file open, all but its holder. */
export function waitersUnder(folder: string): number {
  const files = filesOf(folder);
  return files.length - new Set(files).size;
}

/** A file once for each process that has it open. */
function filesOf(folder: string): readonly string[] {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return pids.flatMap((pid) => [
    ...new Set(openFiles(pid).filter((path) => path.startsWith(folder) && path.endsWith('.lock'))),
  ]);
}

function openFiles(pid: string): readonly string[] {
  try {
    return readdirSync(`/proc/${pid}/fd`).flatMap((fd) => linkOf(`/proc/${pid}/fd/${fd}`));
  } catch {
    return [];
  }
}

function linkOf(path: string): readonly string[] {
  try {
    return [readlinkSync(path)];
  } catch {
    return [];
  }
}
