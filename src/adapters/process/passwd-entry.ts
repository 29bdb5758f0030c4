import { readFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { isAbsolute } from 'node:path';

interface PasswdEntry {
  readonly name: string;
  /** An absolute path. */
  readonly home: string;
}

/**
 * The passwd entry of this process's user. /etc/passwd is read first: the C library's lookup opens a socket to a name
 * service daemon, and commands that promise to touch no network open none.
 */
export function passwdEntry(): PasswdEntry {
  try {
    const { name, home } = fromFile() ?? fromSystem();
    return { name, home: isAbsolute(home) ? home : '/' };
  } catch {
    // A uid without a passwd entry, as in containers.
    return { name: `uid-${process.getuid?.() ?? 0}`, home: '/' };
  }
}

function fromSystem(): PasswdEntry {
  const { username, homedir } = userInfo();
  return { name: username, home: homedir };
}

/** Null where the user is not in the file: a directory service's user, or no Unix of this kind. */
function fromFile(): PasswdEntry | null {
  const uid = process.getuid?.();
  if (uid === undefined) {
    return null;
  }
  const lines = passwdLines().map((line) => line.split(':'));
  const [name, , , , , home] = lines.find((fields) => fields[2] === String(uid)) ?? [];
  return name === undefined || name === '' || home === undefined ? null : { name, home };
}

/** The home folder of a user by name, from /etc/passwd alone; null where the name is not in it. */
export function homeOf(user: string): string | null {
  const fields = passwdLines()
    .map((line) => line.split(':'))
    .find(([name]) => name === user);
  const home = fields?.[5] ?? '';
  return isAbsolute(home) ? home : null;
}

function passwdLines(): readonly string[] {
  try {
    return readFileSync('/etc/passwd', 'utf8').split('\n');
  } catch {
    return [];
  }
}
