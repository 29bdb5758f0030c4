import type { ServerClock } from '../server-clock.ts';
import { oidcError } from './oidc-error.ts';
import { opaqueToken } from './opaque-token.ts';

export const DEVICE_CODE = 'urn:ietf:params:oauth:grant-type:device_code';
export const GRANT_TYPES = ['authorization_code', 'refresh_token', DEVICE_CODE] as const;
export type GrantType = (typeof GRANT_TYPES)[number];

/** A program that registered itself. */
export interface Client {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly clientName: string;
  readonly scopes: readonly string[];
  readonly grantTypes: readonly GrantType[];
  readonly redirectUris: readonly string[];
  /** Epoch milliseconds, whole seconds. */
  readonly issuedAt: number;
  readonly expiresAt: number;
}

type ClientDescription = Omit<Client, 'clientId' | 'clientSecret' | 'issuedAt' | 'expiresAt'>;

const REGISTRATION_DAYS = 90;

export class ClientRegistry {
  readonly #clock: ServerClock;
  readonly #clients = new Map<string, Client>();

  constructor(clock: ServerClock) {
    this.#clock = clock;
  }

  register(description: ClientDescription): Client {
    const issuedAt = Math.floor(this.#clock.now() / 1000) * 1000;
    const client: Client = {
      ...description,
      clientId: opaqueToken('', 16),
      clientSecret: opaqueToken('eyJraWQiOiJrZXkt', 96),
      issuedAt,
      expiresAt: issuedAt + REGISTRATION_DAYS * 86_400_000,
    };
    this.#clients.set(client.clientId, client);
    return client;
  }

  /** The client of that id and secret; throws InvalidClientException (401) for an unknown or expired one. */
  authenticate(clientId: string, clientSecret: string): Client {
    const client = this.find(clientId);
    if (client?.clientSecret !== clientSecret) {
      throw oidcError('InvalidClientException', 'Invalid client provided');
    }
    return client;
  }

  /** A client that is registered and not expired, or null. */
  find(clientId: string): Client | null {
    const client = this.#clients.get(clientId);
    return client === undefined || client.expiresAt <= this.#clock.now() ? null : client;
  }

  /** Forgets all registrations: to their clients it looks as if they had expired. */
  forgetAll(): void {
    this.#clients.clear();
  }
}

/** Throws UnauthorizedClientException (400) where the client did not register for this grant. */
export function requireGrant(client: Client, grant: GrantType): void {
  if (!client.grantTypes.includes(grant)) {
    throw oidcError('UnauthorizedClientException', `Client is not authorized to use the grant type ${grant}`);
  }
}
