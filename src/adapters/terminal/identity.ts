import { readFileSync, readlinkSync } from 'node:fs';

/**
 * Names the controlling terminal: its device, the process that leads its session with the moment that one was
 * started, the pids' namespace and this start of the machine. A terminal's number is used again, and so is a pid; all
 * of them together are not. Null without a terminal, where the leader has gone, and off Linux.
 */
export function terminalIdentity(platform: NodeJS.Platform): string | null {
  if (platform !== 'linux') {
    return null;
  }
  try {
    const own = parseSession(readFileSync('/proc/self/stat', 'latin1'));
    if (own === null) {
      return null;
    }
    const leader = parseSession(readFileSync(`/proc/${own.session}/stat`, 'latin1'));
    if (leader === null || leader.session !== own.session || leader.device !== own.device) {
      return null;
    }
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'latin1').trim();
    const pids = readlinkSync('/proc/self/ns/pid');
    return [boot, pids, `tty ${own.device}`, `leader ${own.session}`, `since ${leader.start}`].join(', ');
  } catch {
    return null;
  }
}

interface SessionFacts {
  readonly session: number;
  /** The terminal's device number. */
  readonly device: number;
  /** Clock ticks since the machine was started. */
  readonly start: string;
}

/** Fields 6, 7 and 22 of `/proc/PID/stat`; null where there is no terminal. The name in field 2 may hold anything. */
export function parseSession(stat: string): SessionFacts | null {
  const fields = stat
    .slice(stat.lastIndexOf(')') + 1)
    .trim()
    .split(/\s+/);
  const [session, device] = [Number(fields[3]), Number(fields[4])];
  const start = fields[19] ?? '';
  const isThere = Number.isInteger(session) && session > 0 && Number.isInteger(device) && device !== 0;
  return isThere && /^\d+$/.test(start) ? { session, device, start } : null;
}
