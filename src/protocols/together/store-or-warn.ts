import { AwscredError } from '../../errors.ts';
import type { Report } from '../../ports/report.ts';

/** For anything just obtained: the same words for all of a chain, so that a failing store costs one line. */
export const NOT_KEPT = 'what was obtained could not be kept';

/** Runs a write of the store; a store that fails costs a warning (`failure: why`), not what was just obtained. */
export async function storeOrWarn(
  work: () => Promise<unknown>,
  failure: string,
  report: Report,
): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof AwscredError)) {
      throw error;
    }
    report.warn(`${failure}: ${error.message}`);
    error.hints.forEach((hint) => report.hint(hint));
  }
}
