import {
  closeSync,
  constants,
  fstatSync,
  ftruncateSync,
  openSync,
  readSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import type { AuditTrail } from '../../ports/store/audit-trail.ts';
import type { Locks } from '../../ports/store/lock.ts';
import { processFacts } from '../locks/process-facts.ts';
import { parentPrograms } from '../process/program/parent-shell.ts';
import { errnoWords, errorCode } from './errno.ts';
import { makeFolder } from './trust/private-folder.ts';
import { isOpenToOthers, isOurs } from './trust/trust-walk.ts';

const MOST_BYTES = 10_000_000;
/** Files besides the one that is added to: `audit.jsonl.1` is the youngest. */
const KEPT = 5;
const LOCK_WAIT_MS = 10_000;

const NOT_FOLLOWED = (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

export function auditFiles(stateFolder: string, locks: Locks): AuditTrail {
  const path = join(stateFolder, 'audit.jsonl');
  return {
    async append(line) {
      const fault = makeFolder(stateFolder);
      if (fault !== null) {
        throw new Error(fault);
      }
      const options = { timeoutMs: LOCK_WAIT_MS, purpose: 'the audit trail' };
      await locks.withLock('audit', options, async () => {
        roll(path);
        add(path, line);
        return Promise.resolve();
      });
    },
    async texts() {
      const names = Array.from({ length: KEPT }, (_, index) => `${path}.${KEPT - index}`);
      return Promise.resolve([...names, path].map(readEnd));
    },
    async witness() {
      const name = parentPrograms()[0]?.name ?? null;
      const tty = processFacts(process.pid)?.terminal ?? null;
      return Promise.resolve({ program: { name, pid: process.ppid }, tty });
    },
  };
}

/** A whole line or nothing: a full disk may take a part of it, and a killed writer leaves one without its end. */
function add(path: string, line: string): void {
  const flags = constants.O_RDWR | constants.O_CREAT | constants.O_APPEND | NOT_FOLLOWED;
  let fd: number | null = null;
  try {
    fd = openSync(path, flags, 0o600);
    const size = checked(fd);
    const bytes = Buffer.from(`${endsMidLine(fd, size) ? '\n' : ''}${line}\n`);
    try {
      if (writeSync(fd, bytes) !== bytes.length) {
        throw new Error('the disk is full');
      }
    } catch (error) {
      ftruncateSync(fd, size);
      throw error;
    }
  } catch (error) {
    throw new Error(errorCode(error) === null ? String((error as Error).message) : errnoWords(error), {
      cause: error,
    });
  } finally {
    if (fd !== null) {
      closeSync(fd);
    }
  }
}

/** Its size in bytes. Throws for what is not a file that only its owner, you, can write. */
function checked(fd: number): number {
  const stats = fstatSync(fd);
  if (!stats.isFile() || !isOurs(stats) || isOpenToOthers(stats, 0o022)) {
    throw new Error('it is not a regular file that only its owner, you, can write');
  }
  return stats.size;
}

function endsMidLine(fd: number, size: number): boolean {
  const last = Buffer.alloc(1);
  return size > 0 && readSync(fd, last, 0, 1, size - 1) === 1 && last[0] !== 0x0a;
}

/** Sets a full file aside, and drops the oldest. */
function roll(path: string): void {
  if (sizeOf(path) < MOST_BYTES) {
    return;
  }
  rmSync(`${path}.${KEPT}`, { force: true });
  for (let number = KEPT - 1; number >= 1; number -= 1) {
    moved(`${path}.${number}`, `${path}.${number + 1}`);
  }
  moved(path, `${path}.1`);
}

function moved(from: string, to: string): void {
  try {
    renameSync(from, to);
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') {
      throw new Error(errnoWords(error), { cause: error });
    }
  }
}

function sizeOf(path: string): number {
  const fd = opened(path);
  if (fd === null) {
    return 0;
  }
  try {
    return fstatSync(fd).size;
  } finally {
    closeSync(fd);
  }
}

/** The text of a file, or its end where something has made it huge; empty for none, and for what is not ours. */
function readEnd(path: string): string {
  const fd = opened(path);
  if (fd === null) {
    return '';
  }
  try {
    const size = checked(fd);
    const from = Math.max(0, size - 2 * MOST_BYTES);
    const bytes = Buffer.alloc(size - from);
    const read = readSync(fd, bytes, 0, bytes.length, from);
    const text = bytes.toString('utf8', 0, read);
    return from === 0 ? text : text.slice(text.indexOf('\n') + 1);
  } catch {
    return '';
  } finally {
    closeSync(fd);
  }
}

function opened(path: string): number | null {
  try {
    return openSync(path, constants.O_RDONLY | NOT_FOLLOWED);
  } catch {
    return null;
  }
}
