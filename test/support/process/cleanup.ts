import { after } from 'node:test';

const work: (() => void | Promise<void>)[] = [];

// Registered while the file loads, so it runs once after all of its tests; inside a hook `after` would run at once.
after(async () => {
  for (const one of work.toReversed()) {
    await one();
  }
});

/** Runs `one` after all tests of the file, last registered first. */
export function atEnd(one: () => void | Promise<void>): void {
  work.push(one);
}
