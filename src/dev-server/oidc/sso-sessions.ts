import type { ServerClock } from '../server-clock.ts';
import type { Client } from './client-registry.ts';
import { oidcError } from './oidc-error.ts';
import { opaqueToken } from './opaque-token.ts';

/** One sign-in of a person, however often its tokens are refreshed. */
interface SsoSession {
  /** Epoch milliseconds; the portal session ends then, refresh tokens and all. */
  endsAt: number;
}

interface AccessToken {
  readonly session: SsoSession;
  readonly client: Client;
  readonly expiresAt: number;
}

interface RefreshToken {
  readonly session: SsoSession;
  readonly client: Client;
  /** Epoch milliseconds after which it no longer works; null until it is rotated. */
  endsAt: number | null;
}

/** What CreateToken hands out. */
export interface Tokens {
  readonly accessToken: string;
  /** Seconds. */
  readonly expiresIn: number;
  readonly refreshToken: string | null;
}

const ACCOUNT_ACCESS = 'sso:account:access';
const SESSION_SECONDS = 8 * 3600;
const ACCESS_TOKEN_SECONDS = 3600;

export class SsoSessions {
  readonly #clock: ServerClock;
  readonly #graceMs: number;
  readonly #access = new Map<string, AccessToken>();
  readonly #refresh = new Map<string, RefreshToken>();

  /** `graceMs`: how long a refresh token still works after it was rotated. */
  constructor(clock: ServerClock, graceMs: number) {
    this.#clock = clock;
    this.#graceMs = graceMs;
  }

  signIn(client: Client): Tokens {
    return this.#issue({ endsAt: this.#clock.now() + SESSION_SECONDS * 1000 }, client);
  }

  /** New tokens for a refresh token, which is rotated: the old one ends. Throws InvalidGrantException. */
  refresh(refreshToken: string, client: Client): Tokens {
    const now = this.#clock.now();
    const known = this.#refresh.get(refreshToken);
    const isGood =
      known !== undefined &&
      known.client === client &&
      known.session.endsAt > now &&
      (known.endsAt === null || known.endsAt > now);
    if (!isGood) {
      throw oidcError('InvalidGrantException', 'Invalid refresh token provided');
    }
    known.endsAt ??= now + this.#graceMs;
    return this.#issue(known.session, client);
  }

  /** What a bearer may do at the portal: nothing known of it, no access to accounts, or access. */
  judge(accessToken: string | null): 'unknown' | 'other-scope' | 'good' {
    const token = this.#access.get(accessToken ?? '');
    const now = this.#clock.now();
    if (token === undefined || token.expiresAt <= now || token.session.endsAt <= now) {
      return 'unknown';
    }
    // A client that registered no scopes is one from before there were any.
    const { scopes } = token.client;
    return scopes.length === 0 || scopes.includes(ACCOUNT_ACCESS) ? 'good' : 'other-scope';
  }

  /** Ends the session behind a token: every access and refresh token of it. */
  end(accessToken: string): void {
    const token = this.#access.get(accessToken);
    if (token !== undefined) {
      token.session.endsAt = 0;
    }
  }

  endAll(): void {
    for (const accessToken of this.#access.keys()) {
      this.end(accessToken);
    }
  }

  #issue(session: SsoSession, client: Client): Tokens {
    const mayRefresh = client.scopes.includes(ACCOUNT_ACCESS) && client.grantTypes.includes('refresh_token');
    const wanted = mayRefresh ? ACCESS_TOKEN_SECONDS : SESSION_SECONDS;
    const left = Math.floor((session.endsAt - this.#clock.now()) / 1000);
    const expiresIn = Math.min(wanted, left);
    const accessToken = opaqueToken('aoaAAAAA', 180);
    const refreshToken = mayRefresh ? opaqueToken('aorAAAAA', 180) : null;
    this.#access.set(accessToken, { session, client, expiresAt: this.#clock.now() + expiresIn * 1000 });
    if (refreshToken !== null) {
      this.#refresh.set(refreshToken, { session, client, endsAt: null });
    }
    return { accessToken, expiresIn, refreshToken };
  }
}
