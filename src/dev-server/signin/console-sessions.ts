import { createHash } from 'node:crypto';
import { opaqueToken } from '../oidc/opaque-token.ts';
import type { ServerClock } from '../server-clock.ts';

/** What `/v1/authorize` was asked. */
export interface ConsoleRequest {
  readonly clientId: string;
  readonly redirectUri: string;
  readonly state: string;
  readonly challenge: string;
}

interface ConsoleSession {
  readonly clientId: string;
  /** Of the key that the first proof was signed with. */
  readonly thumbprint: string;
  readonly endsAt: number;
  refreshToken: string;
}

const CODE_SECONDS = 300;
const SESSION_SECONDS = 12 * 3600;

/** Why a token is refused, in AWS's own codes. */
export type ConsoleRefusal =
  | 'TOKEN_EXPIRED'
  | 'AUTHCODE_EXPIRED'
  | 'INVALID_REQUEST'
  | 'USER_CREDENTIALS_CHANGED';

/** Console sign-ins that wait, codes, and sessions whose refresh token rotates at each use. */
export class ConsoleSessions {
  readonly #clock: ServerClock;
  readonly #waiting = new Map<string, ConsoleRequest>();
  readonly #codes = new Map<string, { readonly request: ConsoleRequest; readonly until: number }>();
  #sessions: ConsoleSession[] = [];
  /** The password was changed: every session is over. */
  #isChanged = false;

  constructor(clock: ServerClock) {
    this.#clock = clock;
  }

  ask(request: ConsoleRequest): string {
    const id = opaqueToken('', 16);
    this.#waiting.set(id, request);
    return id;
  }

  take(id: string): ConsoleRequest | null {
    const request = this.#waiting.get(id) ?? null;
    this.#waiting.delete(id);
    return request;
  }

  issueCode(request: ConsoleRequest): string {
    const code = opaqueToken('', 24);
    this.#codes.set(code, { request, until: this.#clock.now() + CODE_SECONDS * 1000 });
    return code;
  }

  /** The refresh token of a new session. A code is used up by its first attempt. */
  redeem(given: {
    readonly code: string;
    readonly clientId: string;
    readonly redirectUri: string;
    readonly verifier: string;
    readonly thumbprint: string;
  }): { readonly refreshToken: string } | ConsoleRefusal {
    const issued = this.#codes.get(given.code);
    this.#codes.delete(given.code);
    if (issued === undefined || issued.until <= this.#clock.now()) {
      return 'AUTHCODE_EXPIRED';
    }
    const { request } = issued;
    const challenge = createHash('sha256').update(given.verifier).digest('base64url');
    if (
      request.clientId !== given.clientId ||
      request.redirectUri !== given.redirectUri ||
      request.challenge !== challenge
    ) {
      return 'INVALID_REQUEST';
    }
    const session = {
      clientId: given.clientId,
      thumbprint: given.thumbprint,
      endsAt: this.#clock.now() + SESSION_SECONDS * 1000,
      refreshToken: opaqueToken('', 48),
    };
    this.#sessions.push(session);
    return { refreshToken: session.refreshToken };
  }

  /** The next refresh token. An old one, another key or another client is refused. */
  refresh(given: {
    readonly refreshToken: string;
    readonly clientId: string;
    readonly thumbprint: string;
  }): { readonly refreshToken: string } | ConsoleRefusal {
    const session = this.#sessions.find(({ refreshToken }) => refreshToken === given.refreshToken);
    if (this.#isChanged) {
      return 'USER_CREDENTIALS_CHANGED';
    }
    if (session === undefined || session.endsAt <= this.#clock.now()) {
      return 'TOKEN_EXPIRED';
    }
    if (session.clientId !== given.clientId || session.thumbprint !== given.thumbprint) {
      return 'INVALID_REQUEST';
    }
    session.refreshToken = opaqueToken('', 48);
    return { refreshToken: session.refreshToken };
  }

  endAll(): void {
    this.#sessions = [];
  }

  changePassword(): void {
    this.#isChanged = true;
  }
}
