import {
  parseJsonObject,
  asJsonObject,
  numberIn,
  textIn,
  type JsonObject,
} from '../../core/text/json-text.ts';
import type { Site } from '../../core/plan/step.ts';
import { Secret } from '../../core/secret.ts';
import { printable } from '../../core/text/printable.ts';
import { withoutTrailing } from '../../core/text/without-trailing.ts';
import { AwscredError } from '../../errors.ts';
import type { Ports } from '../../ports/index.ts';
import { askService } from '../together/ask-service.ts';
import { proof } from './dpop.ts';
import type { Renewed } from './login-file.ts';

/** What the token endpoint gives. */
export interface LoginTokens extends Renewed {
  /** With the code alone; its `sub` is the session's ARN. */
  readonly idToken: Secret | null;
}

/** The service refused: `TOKEN_EXPIRED`, `AUTHCODE_EXPIRED`, `USER_CREDENTIALS_CHANGED`, `INVALID_REQUEST`, … */
export class LoginRefusal extends Error {
  override readonly name = 'LoginRefusal';
  readonly code: string;
  /** The server's own words: foreign text. */
  readonly words: string;

  constructor(code: string, words: string) {
    super(`sign-in refused: ${code}`);
    this.code = code;
    this.words = words;
  }
}

type Needed = Pick<Ports, 'clock' | 'http' | 'random' | 'report'>;

/** AWS's longest, in seconds. */
const LONGEST = 900;

/**
 * CreateOAuth2Token with a proof of the key (docs/wire.md, "Console sign-in"). Throws LoginRefusal where it is refused,
 * AwscredError NETWORK where nothing usable comes.
 */
export async function createToken(
  site: Site,
  key: Secret,
  grant: Readonly<Record<string, string>>,
  ports: Needed,
): Promise<LoginTokens> {
  const url = `${withoutTrailing(site.endpoint, '/')}/v1/token`;
  const now = ports.clock.now();
  const answer = await askService(
    {
      name: 'signin CreateOAuth2Token',
      site,
      url: new URL(url),
      method: 'POST',
      headers: () => ({
        'Content-Type': 'application/json',
        DPoP: proof(key, url, { now: ports.clock.now(), random: ports.random }).reveal(),
      }),
      body: JSON.stringify(grant),
      bearer: true,
      // A refresh token is used up by the first answer: it must not be sent twice where that may have been lost.
      repeats: false,
    },
    ports,
  );
  const fields = parseJsonObject(Buffer.from(answer.body).toString('utf8')) ?? {};
  if (answer.status !== 200) {
    throw new LoginRefusal(
      textIn(fields, 'error') ?? `status ${answer.status}`,
      textIn(fields, 'message') ?? '',
    );
  }
  return tokensIn(fields, now);
}

function tokensIn(fields: JsonObject, now: number): LoginTokens {
  const access = asJsonObject(fields['accessToken']) ?? {};
  const [id, secret, token] = ['accessKeyId', 'secretAccessKey', 'sessionToken'].map((key) =>
    textIn(access, key),
  );
  const refreshToken = textIn(fields, 'refreshToken');
  const seconds = numberIn(fields, 'expiresIn') ?? 0;
  const isPlain = (text: string | null | undefined): text is string => /^[!-~]+$/.test(text ?? '');
  if (!isPlain(id) || !isPlain(secret) || !isPlain(token) || !isPlain(refreshToken) || seconds <= 0) {
    throw new AwscredError(
      'NETWORK',
      `the sign-in service gave no usable credentials (${printable(id ?? 'none', 20)})`,
    );
  }
  const idToken = textIn(fields, 'idToken');
  return {
    accessKeyId: id,
    secretAccessKey: new Secret(secret),
    sessionToken: new Secret(token),
    expiresAt: now + Math.min(seconds, LONGEST) * 1000,
    refreshToken: new Secret(refreshToken),
    idToken: idToken === null ? null : new Secret(idToken),
  };
}
