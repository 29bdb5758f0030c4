import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/**
 * Whether this process is in the foreground of a controlling terminal. A background job must not touch the
 * terminal: it would be stopped while it holds a lock. Windows has no such jobs.
 */
export function isForeground(platform: NodeJS.Platform): boolean {
  if (platform === 'win32') {
    return true;
  }
  const groups = platform === 'linux' ? linuxGroups() : psGroups();
  return groups !== null && groups.own > 0 && groups.own === groups.foreground;
}

/** Whether this process belongs to a terminal at all, be it in the background. */
export function hasTerminal(platform: NodeJS.Platform): boolean {
  const groups = platform === 'win32' ? null : platform === 'linux' ? linuxGroups() : psGroups();
  return groups !== null && groups.foreground > 0;
}

interface Groups {
  readonly own: number;
  /** The terminal's foreground process group; -1 or 0 where there is no terminal. */
  readonly foreground: number;
}

/** Fields 5 (pgrp) and 8 (tpgid) of `/proc/PID/stat`. The name in field 2 may hold blanks and parentheses. */
export function parseStat(stat: string): Groups | null {
  const fields = stat
    .slice(stat.lastIndexOf(')') + 1)
    .trim()
    .split(/\s+/);
  return numbers(fields[2], fields[5]);
}

/** The line of `ps -o pgid=,tpgid=`. */
export function parsePs(line: string): Groups | null {
  const fields = line.trim().split(/\s+/);
  return numbers(fields[0], fields[1]);
}

function numbers(own: string | undefined, foreground: string | undefined): Groups | null {
  const groups = { own: Number(own ?? Number.NaN), foreground: Number(foreground ?? Number.NaN) };
  return Number.isInteger(groups.own) && Number.isInteger(groups.foreground) ? groups : null;
}

function linuxGroups(): Groups | null {
  try {
    return parseStat(readFileSync('/proc/self/stat', 'utf8'));
  } catch {
    return null;
  }
}

function psGroups(): Groups | null {
  // An absolute path: PATH is not used.
  const ps = spawnSync('/bin/ps', ['-o', 'pgid=,tpgid=', '-p', String(process.pid)], { encoding: 'utf8' });
  return ps.status === 0 ? parsePs(ps.stdout) : null;
}
