import { createHash } from 'node:crypto';
import type { Step } from '../core/plan/step.ts';
import { sourceOf } from './index.ts';

/**
 * One canonical key per step: a digest of the step and of all before it. Who stands at the start of the chain,
 * every hop's arguments, region and endpoint are in it; profile names, places in files and comments are not.
 * So an edited role is a miss and never a wrong identity, and an edited comment is a hit.
 */
export function fingerprints(steps: readonly Step[]): readonly string[] {
  let before = '';
  return steps.map((step) => {
    before = createHash('sha256')
      .update(JSON.stringify(['awscred step 1', before, step.kind, sourceOf(step).digest(step)]))
      .digest('hex');
    return before;
  });
}
