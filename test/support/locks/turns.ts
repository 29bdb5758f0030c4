import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Proof of who held a lock, without a clock: a folder in which each turn is a file that one process alone can create.
 * A turn is over when a file says so, written by its holder or, just before that one is killed, by who kills it. So of
 * two that hold the lock in one turn the second fails, however late it comes.
 */
export function takeTurn(folder: string): boolean {
  return create(join(folder, `took.${turnOf(folder)}`));
}

/** To be called while the lock is held. */
export function endTurn(folder: string): void {
  create(join(folder, `over.${turnOf(folder)}`));
}

/** How many turns were taken, if each was taken that was over and no other; else what is in the folder. */
export function turnsTaken(folder: string): number | readonly string[] {
  const names = readdirSync(folder);
  const taken = names.filter((name) => name.startsWith('took.')).length;
  const isWhole = Array.from({ length: taken }, (_, turn) => turn).every(
    (turn) => names.includes(`took.${turn}`) && names.includes(`over.${turn}`),
  );
  return isWhole && names.length === 2 * taken ? taken : names;
}

function turnOf(folder: string): number {
  return readdirSync(folder).filter((name) => name.startsWith('over.')).length;
}

function create(path: string): boolean {
  try {
    writeFileSync(path, '', { flag: 'wx' });
    return true;
  } catch {
    return false;
  }
}
