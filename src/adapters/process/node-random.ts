import { randomBytes } from 'node:crypto';
import type { Random } from '../../ports/random.ts';

/** The operating system's generator, fit for secrets. */
export const nodeRandom: Random = { bytes: (count) => randomBytes(count) };
