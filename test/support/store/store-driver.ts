// A program that does things to the store, for tests that need processes: one JSON line on stdin says what,
// one JSON line on stdout says how it went.
import { closeSync, openSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { accountOf } from '../../../src/adapters/store/item.ts';
import { AwscredError } from '../../../src/errors.ts';
import type { ItemId } from '../../../src/ports/store/store.ts';
import { facts, secretOf, storeWorld, type StoreWorldOptions } from './store-world.ts';

export interface DriverScript {
  readonly options?: Pick<StoreWorldOptions, 'store' | 'noCache' | 'keychainTimeout'>;
  /** A person who never answers a question, but is there. */
  readonly person?: boolean;
  readonly steps: readonly DriverStep[];
}

export type DriverStep =
  | { readonly do: 'prepare' | 'rows' | 'clear' | 'describe' | 'prune' }
  /** Opens descriptors until only `leave` are free. */
  | { readonly do: 'squeeze'; readonly leave: number }
  /** `listed`: whether the list has it. */
  | { readonly do: 'get' | 'delete' | 'listed'; readonly key: string }
  /** `expiresAt` in epoch milliseconds; long ago unless given. */
  | { readonly do: 'put'; readonly key: string; readonly value: string; readonly expiresAt?: number };

export interface DriverResult {
  readonly value?: unknown;
  readonly code?: string;
  readonly message?: string;
  readonly hints?: readonly string[];
  readonly ms: number;
}

export interface DriverReport {
  readonly results: readonly DriverResult[];
  readonly warnings: readonly string[];
  readonly said: readonly string[];
}

const script = JSON.parse(await text(process.stdin)) as DriverScript;
const variables = Object.fromEntries(
  Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined),
);
const person = script.person === true ? { terminal: { available: true } } : {};
const world = storeWorld(variables, { ...script.options, ...person });

const results: DriverResult[] = [];
for (const step of script.steps) {
  results.push(await timed(step));
}
process.stdout.write(`${JSON.stringify({ results, warnings: world.warnings, said: world.said })}\n`);

async function timed(step: DriverStep): Promise<DriverResult> {
  const start = performance.now();
  try {
    const value = await perform(step);
    return { value, ms: performance.now() - start };
  } catch (error) {
    const ms = performance.now() - start;
    return error instanceof AwscredError
      ? { code: error.code, message: error.message, hints: error.hints, ms }
      : { code: 'CRASH', message: String(error), ms };
  }
}

async function perform(step: DriverStep): Promise<unknown> {
  const { store } = world;
  if ('key' in step) {
    return await withItem(step);
  }
  switch (step.do) {
    case 'prepare':
      return await store.prepare();
    case 'rows':
      return store.rows();
    case 'describe':
      return store.describe();
    case 'clear':
      return await store.remove(store.rows(), ['tmp']);
    case 'prune':
      return await world.upkeep.prune();
    case 'squeeze':
      return squeeze(step.leave);
  }
}

async function withItem(step: Extract<DriverStep, { key: string }>): Promise<unknown> {
  const id: ItemId = { kind: 'tmp', key: step.key };
  switch (step.do) {
    case 'get':
      return (await world.store.get(id))?.reveal() ?? null;
    case 'delete':
      return await world.store.delete(id);
    case 'listed':
      return world.store.rows().some((row) => row.account === accountOf(id));
    case 'put':
      return await world.store.put(
        id,
        secretOf(step.value),
        step.expiresAt === undefined ? facts() : facts({ expiresAt: step.expiresAt }),
      );
  }
}

function squeeze(leave: number): void {
  const opened: number[] = [];
  try {
    for (;;) {
      opened.push(openSync('/dev/null', 'r'));
    }
  } catch {
    opened.slice(-leave).forEach((fd) => closeSync(fd));
  }
}
