import { atEnd } from '../process/cleanup.ts';
import { KEYRING_PROGRAMS, KeyringSession } from '../store/keyring-session.ts';
import { localAws, PRESS_ALLOW, type LocalAws } from '../aws/local-aws.ts';
import { needs } from '../process/needs.ts';
import type { RunOptions, RunResult } from '../sandbox.ts';

export interface StressHome extends LocalAws {
  /** The surroundings of every run: the real gnome-keyring where there is one, else the encrypted store. */
  readonly env: Readonly<Record<string, string>>;
  run(args: readonly string[], options?: RunOptions): Promise<RunResult>;
}

/** A local AWS, a home, and a keychain of its own. */
export async function stressHome(store: 'keychain' | 'file'): Promise<StressHome> {
  const aws = await localAws();
  const env = store === 'file' || needs(...KEYRING_PROGRAMS) !== false ? {} : await keychainOf();
  return {
    ...aws,
    env,
    run: async (args, options = {}) =>
      aws.sandbox.run(args, { timeoutMs: 400_000, ...options, env: { ...env, ...options.env } }),
  };
}

export async function signIn(home: StressHome, env: Readonly<Record<string, string>> = {}): Promise<void> {
  const result = await home.run(['login', 'acme'], { env: { ...env, BROWSER: PRESS_ALLOW } });
  if (result.status !== 0) {
    throw new Error(result.stderr);
  }
}

async function keychainOf(): Promise<Record<string, string>> {
  const session = await KeyringSession.start('unlocked');
  atEnd(async () => session.stop());
  const { DBUS_SESSION_BUS_ADDRESS = '', XDG_RUNTIME_DIR = '' } = session.environment;
  return { AWSCRED_STORE: 'keychain', DBUS_SESSION_BUS_ADDRESS, XDG_RUNTIME_DIR };
}

/** 1, or more where `scripts/stress.mjs` runs one file alone, which then has the time of all. */
export const STRETCH = Number(process.env['STRESS_STRETCH'] ?? '1');

/** When a row's share of the ten minutes is used up. */
export function deadline(seconds: number): () => boolean {
  const end = performance.now() + seconds * 1000 * STRETCH;
  return () => performance.now() > end;
}

/** Runs `count` of the same at once; the seconds it took, and every result. */
export async function crowd<T>(
  count: number,
  one: (index: number) => Promise<T>,
): Promise<{ readonly seconds: number; readonly results: readonly T[] }> {
  const start = performance.now();
  const results = await Promise.all(Array.from({ length: count }, async (_, index) => one(index)));
  return { seconds: (performance.now() - start) / 1000, results };
}

/** A line of the table of figures. */
export function figure(text: string): void {
  process.stdout.write(`  ${text}\n`);
}

/** `0 × 198, 6 × 2`. */
export function statuses(results: readonly { readonly status: number | null }[]): string {
  const counts = new Map<string, number>();
  for (const { status } of results) {
    counts.set(String(status), (counts.get(String(status)) ?? 0) + 1);
  }
  return [...counts].map(([status, count]) => `${count} × ${status}`).join(', ');
}
