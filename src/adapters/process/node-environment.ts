import { withoutTrailing } from '../../core/text/without-trailing.ts';
import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { isAbsolute } from 'node:path';
import { beforeLive } from '../../core/live/live-variables.ts';
import type { Environment } from '../../ports/environment.ts';
import { homeOf, passwdEntry } from './passwd-entry.ts';

/** The process's variables, home and user, read once. */
export function readEnvironment(variables: NodeJS.ProcessEnv = process.env): Environment {
  const { platform } = process;
  const nameOf = (name: string): string => (platform === 'win32' ? name.toUpperCase() : name);
  const known = new Map(Object.entries(variables).map(([name, value]) => [nameOf(name), value ?? '']));
  const get = (name: string): string | null => known.get(nameOf(name)) || null;
  const home = get('HOME') ?? '';
  return {
    get: beforeLive(get),
    // An empty or relative HOME would mean the current folder.
    home: withoutTrailing(isAbsolute(home) ? home : passwdEntry().home, '/') || '/',
    platform,
    homeOf,
    get machine() {
      return `${hostname()} ${bootId()}`;
    },
    user: get('USER') ?? get('LOGNAME') ?? passwdEntry().name,
  };
}

/** Of this start of the machine; empty where the system has none. */
function bootId(): string {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'latin1').trim();
  } catch {
    return '';
  }
}
