import type { Machine } from '../../../src/ports/machine.ts';
import type { Upkeep } from '../../../src/ports/store/upkeep.ts';

/** A machine on which nothing is wrong. */
export const soundMachine: Machine = {
  node: { version: '24.0.0', path: '/usr/bin/node' },
  locksEnd: true,
  surroundings: [],
  keychainModule: () => ({ version: '2.1.2' }),
  proxy: () => ({ name: null }),
  isOpenToOthers: () => false,
  signInBrowser: () => ({ path: '/usr/bin/chromium' }),
  isProgram: () => true,
};

/** Upkeep of a store in memory, where there is nothing to keep up; what needs a real store is refused. */
export const soundUpkeep: Upkeep = {
  prune: async () => Promise.reject(notHere('prune')),
  migrate: async () => Promise.reject(notHere('migrate')),
  unlock: async () => Promise.reject(notHere('unlock')),
  lock: () => {
    throw notHere('lock');
  },
  unlockedUntil: () => null,
  inspect: async () => ({
    fault: null,
    index: 'sound',
    orphans: { items: 0, rows: 0 },
    expired: 0,
    files: [],
    holders: [],
    folders: [],
  }),
};

function notHere(what: string): Error {
  return new Error(`${what} is about a real store: test it with the real program (test/support/sandbox.ts)`);
}
