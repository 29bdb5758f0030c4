import { createHash } from 'node:crypto';
import type { ServerClock } from '../server-clock.ts';
import type { Client } from './client-registry.ts';
import { oidcError } from './oidc-error.ts';
import { opaqueToken } from './opaque-token.ts';

/** What /authorize was asked, once it is known to be sound. */
export interface AuthorizationRequest {
  readonly client: Client;
  /** With the port, as the exchange must repeat it. */
  readonly redirectUri: string;
  readonly state: string | null;
  /** base64url of SHA-256 of the verifier. */
  readonly challenge: string;
}

interface CodeExchange {
  readonly code: string;
  readonly client: Client;
  readonly redirectUri: string;
  readonly verifier: string;
}

interface IssuedCode {
  readonly request: AuthorizationRequest;
  readonly expiresAt: number;
}

const CODE_SECONDS = 300;

/** Authorization requests that wait for a person, and the codes given for those that were allowed. */
export class AuthorizationCodes {
  readonly #clock: ServerClock;
  readonly #waiting = new Map<string, AuthorizationRequest>();
  readonly #codes = new Map<string, IssuedCode>();

  constructor(clock: ServerClock) {
    this.#clock = clock;
  }

  /** Keeps a request until a person answers; returns the id that the page carries. */
  ask(request: AuthorizationRequest): string {
    const id = opaqueToken('', 16);
    this.#waiting.set(id, request);
    return id;
  }

  /** The request of that id, which is then no longer waiting; null for an unknown or answered one. */
  take(id: string): AuthorizationRequest | null {
    const request = this.#waiting.get(id) ?? null;
    this.#waiting.delete(id);
    return request;
  }

  issue(request: AuthorizationRequest): string {
    const code = opaqueToken('', 32);
    this.#codes.set(code, { request, expiresAt: this.#clock.now() + CODE_SECONDS * 1000 });
    return code;
  }

  /** Uses up a code, also by a wrong attempt. Throws InvalidGrantException unless every part fits. */
  redeem({ code, client, redirectUri, verifier }: CodeExchange): void {
    const issued = this.#codes.get(code);
    this.#codes.delete(code);
    const challenge = createHash('sha256').update(verifier).digest('base64url');
    const isGood =
      issued !== undefined &&
      issued.expiresAt > this.#clock.now() &&
      issued.request.client === client &&
      issued.request.redirectUri === redirectUri &&
      issued.request.challenge === challenge &&
      /^[A-Za-z0-9._~-]{43,128}$/.test(verifier);
    if (!isGood) {
      throw oidcError('InvalidGrantException', 'Invalid grant provided');
    }
  }
}
