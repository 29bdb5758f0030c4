import { AwscredError, AwsRefusal } from '../../errors.ts';
import type { SsoSession } from '../../core/plan/step.ts';
import type { Ports } from '../../ports/index.ts';
import { isOurs, readAwsCliToken, removeAwsCliToken } from '../aws-cli/aws-cli-token-files.ts';
import { canRefresh, isAlive, type SsoToken, sessionWord } from './sso-access-token.ts';
import { dropObtainedThrough, dropOwn, readOwn } from './sso-own-token.ts';
import { refresh } from './sso-renewal.ts';

type Needed = Pick<Ports, 'aws' | 'clock' | 'environment' | 'files' | 'report' | 'store'>;

export interface SignedOut {
  /** For messages: escaped and cut. */
  readonly session: string;
  /** Whether awscred had a sign-in to end. */
  readonly wasSignedIn: boolean;
  /** Whether AWS confirmed the end. */
  readonly revoked: boolean;
  /** How many temporary credentials were forgotten. */
  readonly forgotten: number;
  /** Whether another tool's sign-in to the same session is still there. */
  readonly awsCliRemains: boolean;
}

/**
 * Signs out of a session, also on the server if that can be reached, and deletes everything obtained through it; the
 * caller holds the session's lock. A token that the AWS CLI obtained is left to the AWS CLI.
 */
export async function signOut(session: SsoSession, ports: Needed): Promise<SignedOut> {
  const own = (await readOwn(session, ports)).token;
  const file = await readAwsCliToken(session, ports);
  const isShared = file !== null && isOurs(file, session, ports);
  const ended = [own, isShared ? file : null].filter((token) => token !== null);
  const answers = await Promise.all(ended.map((token) => revoke(token, session, ports)));
  const forgotten = await dropObtainedThrough(session, ports);
  await dropOwn(session, ports);
  if (isShared) {
    removeAwsCliToken(session, ports);
  }
  const now = ports.clock.now();
  return {
    session: sessionWord(session),
    wasSignedIn: own !== null || isShared,
    revoked: answers.length > 0 && answers.every((answer) => answer),
    forgotten,
    awsCliRemains: file !== null && !isShared && (isAlive(file, now) || canRefresh(file, now)),
  };
}

async function revoke(token: SsoToken, session: SsoSession, ports: Needed): Promise<boolean> {
  try {
    const now = ports.clock.now();
    // The portal's session outlives an access token; ending it needs a valid one.
    const alive =
      isAlive(token, now) || !canRefresh(token, now) ? token : await refresh(token, session, ports);
    if (alive === null) {
      return true;
    }
    await ports.aws.logout(session.portal, alive.accessToken);
    return true;
  } catch (error) {
    if (error instanceof AwsRefusal && error.facts.status === 401) {
      return true;
    }
    if (error instanceof AwsRefusal || error instanceof AwscredError) {
      ports.report.warn(
        `the sign-out from ${sessionWord(session)} did not reach AWS: ${error.message}; the session there ends when it expires`,
      );
      return false;
    }
    throw error;
  }
}
