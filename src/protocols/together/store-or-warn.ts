import { AwscredError } from '../../errors.ts';
import type { Report } from '../../ports/person/report.ts';

/** The same warning for every hop, so that a failing store prints one line. */
export const NOT_KEPT = 'the result could not be stored';

/** Writes to the store; if it fails, warns (`failure: why`) and keeps what was just obtained. */
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
