import type { Step } from '../core/step.ts';
import { SOURCES } from './index.ts';
import type { Source } from './source.ts';

/** The row that runs and describes a step. */
export function sourceOf(step: Step): Source {
  const source = SOURCES.find((row) => row.kinds.includes(step.kind));
  if (source === undefined) {
    throw new TypeError(`no source runs ${step.kind}`);
  }
  return source;
}
