import { type HotHome, STALE } from './hot-home.ts';
import { SHELLS } from './hot-launcher.ts';
import type { RunOptions, RunResult } from '../sandbox.ts';

/** `hit`: the spoiled record was believed. Anything that is neither that nor a clean miss is told as it is. */
export type Verdict = string;

type Reader = (home: HotHome, words: readonly string[], options: RunOptions) => Promise<Verdict>;

export const HOT_PATH: Reader = async (home, words, options) => {
  const result = await home.hotPath(words, options);
  return result.status === 75 && result.stdout + result.stderr === '' ? 'miss' : verdict(result);
};

/** The launcher under a shell, with `echo` in Node's place: a miss says what would have been started. */
function launcherUnder(shell: readonly string[]): Reader {
  return async (home, words, options) => {
    const result = await home.program([...shell, home.launcher, ...words], options);
    return result.stdout.endsWith(`${words.join(' ')}\n`) && !result.stdout.includes(STALE)
      ? 'miss'
      : verdict(result);
  };
}

/** The whole program: whatever it comes to, it is nothing that is no longer true. */
export const PROGRAM: Reader = async (home, words, options) => {
  const result = await home.run(words, options);
  return result.stdout.includes(STALE) ? verdict(result) : 'miss';
};

export const LAUNCHERS = new Map(SHELLS.map((shell) => [shell.join(' '), launcherUnder(shell)]));

function verdict({ status, stdout, stderr }: RunResult): Verdict {
  return status === 0 && stdout.includes(STALE) && stderr === '' ? 'hit' : `${status} ${stdout} ${stderr}`;
}

/** What each of the three says, the launcher under every shell: `hit` or `miss`. */
export async function readers(
  home: HotHome,
  options: RunOptions = {},
  words: readonly string[] = ['process', 'prod'],
): Promise<Readonly<Record<string, Verdict>>> {
  const all: (readonly [string, Reader])[] = [
    ['--hot', HOT_PATH],
    ...LAUNCHERS,
    ['the full program', PROGRAM],
  ];
  const found = all.map(async ([name, read]) => [name, await read(home, words, options)] as const);
  return Object.fromEntries(await Promise.all(found));
}

/** All of them say this. */
export function all(verdict: 'hit' | 'miss'): Readonly<Record<string, Verdict>> {
  const names = ['--hot', ...LAUNCHERS.keys(), 'the full program'];
  return Object.fromEntries(names.map((name) => [name, verdict]));
}

/** Whether the record is believed again once a change is undone; two readers are enough to tell. */
export async function again(home: HotHome, options: RunOptions = {}): Promise<readonly Verdict[]> {
  const some = [HOT_PATH, ...[...LAUNCHERS.values()].slice(0, 1)];
  return Promise.all(some.map(async (read) => read(home, ['process', 'prod'], options)));
}

export const BOTH_HIT = ['hit', 'hit'];
