import type { Credentials } from '../../core/credentials.ts';
import type { Site } from '../../core/plan/step.ts';
import { Secret } from '../../core/secret.ts';
import { parseJsonObject, textIn } from '../../core/text/json-text.ts';
import { printable } from '../../core/text/printable.ts';
import { withoutTrailing } from '../../core/text/without-trailing.ts';
import { AwscredError } from '../../errors.ts';
import type { Ports } from '../../ports/index.ts';
import { askService } from '../together/ask-service.ts';

/** Whom the token signs in, for an error. */
interface Asker {
  /** Printable text: `prod-readonly`. */
  readonly name: string;
  /** Seconds that the console session is to last; null for as long as the credentials do. */
  readonly seconds: number | null;
  readonly hints: readonly string[];
}

/**
 * getSigninToken (docs/wire.md, "Console"): temporary credentials, exchanged for a token that opens the console for a
 * quarter of an hour. By POST: a session token may be longer than a URL may be, and URLs are logged. AwscredError
 * REFUSED where the service takes no such credentials, NETWORK where nothing usable comes.
 */
export async function signinToken(
  site: Site,
  credentials: Credentials,
  asker: Asker,
  ports: Pick<Ports, 'clock' | 'http' | 'report'>,
): Promise<Secret> {
  const answer = await askService(
    {
      name: 'signin getSigninToken',
      site,
      url: new URL(`${withoutTrailing(site.endpoint, '/')}/federation`),
      method: 'POST',
      headers: () => ({ 'Content-Type': 'application/x-www-form-urlencoded' }),
      body: formOf(credentials, asker.seconds),
      bearer: true,
      repeats: true,
    },
    ports,
  );
  const token = textIn(parseJsonObject(Buffer.from(answer.body).toString('utf8')) ?? {}, 'SigninToken');
  if (answer.status === 200 && /^[!-~]{1,8192}$/.test(token ?? '')) {
    return new Secret(token ?? '');
  }
  // Its words may repeat what was sent.
  throw answer.status >= 400 && answer.status < 500
    ? refused(answer.status, asker)
    : new AwscredError(
        'NETWORK',
        `${printable(new URL(site.endpoint).host, 80)} gave no sign-in token (status ${answer.status})`,
      );
}

function formOf({ accessKeyId, secretAccessKey, sessionToken }: Credentials, seconds: number | null): string {
  const session = {
    sessionId: accessKeyId,
    sessionKey: secretAccessKey.reveal(),
    sessionToken: sessionToken?.reveal() ?? '',
  };
  const form = new URLSearchParams({ Action: 'getSigninToken', Session: JSON.stringify(session) });
  if (seconds !== null) {
    form.set('SessionDuration', String(seconds));
  }
  return form.toString();
}

function refused(status: number, { name, seconds, hints }: Asker): AwscredError {
  const duration =
    seconds === null ? [] : ['the role may not allow a session that long: leave out -d, or ask for less'];
  return new AwscredError(
    'REFUSED',
    `AWS's sign-in service does not take the credentials of ${name} for the console (status ${status})`,
    { hints: [...duration, ...hints] },
  );
}
