import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { until } from './until.ts';

export interface LockNote {
  readonly pid: number;
  readonly purpose: string;
  readonly asking: string | null;
}

/** What the holders of a home's locks say of themselves. */
export function lockNotes(home: string): readonly LockNote[] {
  const folder = join(home, '.local/state/awscred/locks');
  return namesIn(folder)
    .filter((name) => name.endsWith('.lock'))
    .flatMap((name) => {
      try {
        return [JSON.parse(readFileSync(join(folder, name), 'utf8')) as LockNote];
      } catch {
        return [];
      }
    });
}

/** Waits until a process asks a person, and returns its pid; `purpose` names its command. */
export async function asker(home: string, purpose: string = ''): Promise<number> {
  const find = (): LockNote | undefined =>
    lockNotes(home).find((note) => note.asking !== null && note.purpose.startsWith(purpose));
  await until(() => find() !== undefined);
  return find()?.pid ?? 0;
}

/** Files that only a process at work, or one that was killed, leaves in the state folder. */
export function leftovers(home: string): readonly string[] {
  const folder = join(home, '.local/state/awscred');
  return namesIn(folder).filter((name) => name.endsWith('.tmp') || /keychain\.\d/.test(name));
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder, { recursive: true }).map(String);
  } catch {
    return [];
  }
}
