import { userInfo } from 'node:os';
import { isAbsolute } from 'node:path';
import type { Environment } from '../ports/environment.ts';

/** The process's variables, home and user, read once. */
export function readEnvironment(variables: NodeJS.ProcessEnv = process.env): Environment {
  const { platform } = process;
  const nameOf = (name: string): string => (platform === 'win32' ? name.toUpperCase() : name);
  const known = new Map(Object.entries(variables).map(([name, value]) => [nameOf(name), value ?? '']));
  const get = (name: string): string | null => known.get(nameOf(name)) || null;
  const user = passwdEntry();
  const home = get('HOME') ?? '';
  return {
    get,
    // An empty or relative HOME would mean the current folder.
    home: (isAbsolute(home) ? home : user.home).replace(/(?<=.)\/+$/, ''),
    platform,
    user: get('USER') ?? get('LOGNAME') ?? user.name,
  };
}

function passwdEntry(): { name: string; home: string } {
  try {
    const { username, homedir } = userInfo();
    return { name: username, home: isAbsolute(homedir) ? homedir : '/' };
  } catch {
    // A uid without a passwd entry, as in containers.
    return { name: `uid-${process.getuid?.() ?? 0}`, home: '/' };
  }
}
