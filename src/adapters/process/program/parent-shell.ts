import { execFileSync } from 'node:child_process';
import { readFileSync, readlinkSync } from 'node:fs';
import { basename } from 'node:path';

/** A running program: the file name of its executable, and the first words of its command line where known. */
interface ParentProgram {
  readonly name: string;
  readonly words: readonly string[];
}

/**
 * The programs above this process, parent first, as far as they can be seen (at most eight; none on Windows).
 * For choosing a shell's syntax only: a process may name itself as it likes.
 */
export function parentPrograms(platform: NodeJS.Platform = process.platform): readonly ParentProgram[] {
  if (platform === 'win32') {
    // `/bin/ps` would be a program at the top of whatever drive we are on.
    return [];
  }
  const look = platform === 'linux' ? fromProc : fromPs;
  const found: ParentProgram[] = [];
  let pid = process.ppid;
  while (pid > 1 && found.length < 8) {
    const entry = look(pid);
    if (entry === null) {
      break;
    }
    found.push(entry.program);
    pid = entry.parent;
  }
  return found;
}

interface Entry {
  readonly program: ParentProgram;
  readonly parent: number;
}

function fromProc(pid: number): Entry | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // `4242 (name) S 4241 …`, where the name may hold blanks and parentheses itself.
    const end = stat.lastIndexOf(')');
    const parent = Number(stat.slice(end + 2).split(' ')[1]);
    const name = executable(pid) ?? stat.slice(stat.indexOf('(') + 1, end);
    const words = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').slice(0, 3);
    return { program: { name, words }, parent };
  } catch {
    return null;
  }
}

/** The kernel's short name is a script's own (`deploy`), the executable's is that of its shell (`fish`). */
function executable(pid: number): string | null {
  try {
    return basename(readlinkSync(`/proc/${pid}/exe`).replace(/ \(deleted\)$/, ''));
  } catch {
    return null;
  }
}

function fromPs(pid: number): Entry | null {
  try {
    const line = execFileSync('/bin/ps', ['-o', 'ppid=,comm=', '-p', String(pid)], {
      encoding: 'utf8',
      timeout: 2000,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const match = /^\s*(\d+)\s+-?(.+?)\s*$/.exec(line);
    return match === null
      ? null
      : { program: { name: basename(match[2] ?? ''), words: [] }, parent: Number(match[1]) };
  } catch {
    return null;
  }
}
