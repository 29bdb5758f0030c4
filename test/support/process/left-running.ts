import { readdirSync, readFileSync } from 'node:fs';

/**
 * Pids of processes that still run in one of these sessions. Whatever `Sandbox.start` starts leads a session of its
 * own, named by its pid, and its children stay in it when it dies.
 */
export function leftRunning(sessions: ReadonlySet<number>): readonly number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && sessions.has(sessionOf(name)))
    .map(Number);
}

/** 0 for a process that is gone, or dead and not yet reaped. */
function sessionOf(pid: string): number {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    const [state = '', , , session = '0'] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return state === 'Z' || state === 'X' ? 0 : Number(session);
  } catch {
    return 0;
  }
}
