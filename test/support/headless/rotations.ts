import type { Rotations } from '../../../src/ports/store/rotations.ts';

/** Journals in memory. */
export function memoryRotations(): Rotations {
  const texts = new Map<string, string>();
  return {
    read: (name) => texts.get(name) ?? null,
    write: (name, text) => void texts.set(name, text),
    remove: (name) => void texts.delete(name),
    all: () => [...texts.values()],
  };
}
