import { Secret } from '../core/secret.ts';
import type { Exports } from './exports.ts';

/** The exports for a child's environment: a value to set, null to remove. Secrets are revealed for the child only. */
export function variablesOf(exports: Exports): ReadonlyMap<string, string | null> {
  const removed = exports.unset.map((name) => [name, null] as const);
  const set = exports.set.map(
    ({ name, value }) => [name, value instanceof Secret ? value.reveal() : value] as const,
  );
  return new Map<string, string | null>([...removed, ...set]);
}
