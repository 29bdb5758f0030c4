import type { SsoSession } from '../../core/plan/step.ts';
import { AwscredError, AwsRefusal } from '../../errors.ts';
import type { Ports } from '../../ports/index.ts';
import type { SsoToken } from '../../protocols/sso/sso-access-token.ts';
import { rememberAccounts } from '../line/account-names.ts';

/** Names are a nicety: a slow portal must not hold up a sign-in that is done. */
const PATIENCE_MS = 5000;

/** Asks the portal for the names of the accounts, which are shown beside their numbers from then on. Never fails. */
export async function learnAccounts(
  session: SsoSession,
  token: SsoToken,
  { aws, clock, notes, report }: Pick<Ports, 'aws' | 'clock' | 'notes' | 'report'>,
): Promise<void> {
  const done = new AbortController();
  const patience = clock.sleep(PATIENCE_MS, done.signal).then(
    () => [],
    () => [],
  );
  try {
    const accounts = await Promise.race([aws.listAccounts(session.portal, token.accessToken), patience]);
    rememberAccounts({ notes }, accounts);
  } catch (error) {
    if (!(error instanceof AwsRefusal || error instanceof AwscredError)) {
      throw error;
    }
    report.debug(`the names of the accounts are not known: ${error.message}`);
  } finally {
    done.abort();
  }
}
