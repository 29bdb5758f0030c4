import type { SsoSession } from '../../core/plan/step.ts';
import type { Ports } from '../../ports/index.ts';
import { readAwsCliToken, writeAwsCliToken } from '../aws-cli/aws-cli-token-files.ts';
import { sessionWord, type SsoToken } from './sso-access-token.ts';
import { keepToken, readOwn } from './sso-own-token.ts';

type Needed = Pick<Ports, 'clock' | 'environment' | 'files' | 'report' | 'store'>;

/** Where a token lives, for renewing it in place. */
export interface TokenHome {
  read(): Promise<SsoToken | null>;
  /** Replaces `before` with `next`; returns the token now in use, which may be another program's newer one. */
  replace(before: SsoToken, next: SsoToken): Promise<SsoToken>;
}

/** awscred's own item, with its `dead` list. The token is written right after the server's answer. */
export function storeHome(session: SsoSession, dead: readonly string[], ports: Needed): TokenHome {
  return {
    async read() {
      return (await readOwn(session, ports)).token;
    },
    replace(_before, next) {
      return keepToken(next, dead, session, ports);
    },
  };
}

/** The AWS CLI's file. If it cannot be written, the new token goes to the store, or it would be lost. */
export function awsCliHome(session: SsoSession, dead: readonly string[], ports: Needed): TokenHome {
  return {
    read() {
      return readAwsCliToken(session, ports);
    },
    async replace(before, next) {
      const now = await readAwsCliToken(session, ports);
      // Somebody has signed in meanwhile: that token is newer.
      if (now !== null && !isSame(now, before) && now.expiresAt > ports.clock.now()) {
        return now;
      }
      if (await writeAwsCliToken(next, session, ports)) {
        return next;
      }
      sayKeptElsewhere(before, next, session, ports.report);
      return keepToken(next, dead, session, ports);
    },
  };
}

/** With the old refresh token used up, the AWS CLI's own file leads nowhere any more. */
function sayKeptElsewhere(
  before: SsoToken,
  next: SsoToken,
  session: SsoSession,
  report: Ports['report'],
): void {
  if (before.refreshToken?.reveal() === next.refreshToken?.reveal()) {
    report.fact('~/.aws/sso/cache cannot be written: the renewed token is kept in the store');
    return;
  }
  report.warn(
    `~/.aws/sso/cache cannot be written: awscred keeps the renewed sign-in to ${sessionWord(session)} in its store, and the AWS CLI is signed out of it (aws sso login)`,
  );
}

/** Whether two readings are of one sign-in state. */
export function isSame(one: SsoToken, other: SsoToken): boolean {
  return (
    one.accessToken.reveal() === other.accessToken.reveal() &&
    one.refreshToken?.reveal() === other.refreshToken?.reveal()
  );
}
