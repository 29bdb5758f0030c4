import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { decodeJwt, errors, jwtVerify, SignJWT } from 'jose';
import type { ServerClock } from '../server-clock.ts';
import { ServiceError } from '../service-error.ts';
import type { OidcProvider } from '../world/world.ts';

/** What a token is to say. */
export interface TokenClaims {
  readonly issuer: string;
  readonly subject: string;
  readonly audience: string;
  /** Seconds. */
  readonly lifetime: number;
}

/** A token whose signature, issuer and time are sound. */
export interface SoundToken {
  readonly issuer: string;
  readonly subject: string;
  readonly audience: string;
}

/** The identity providers of the world: each has a key of its own, and signs and is checked with it. */
export class OidcIssuers {
  readonly #providers: readonly OidcProvider[];
  readonly #clock: ServerClock;
  readonly #keys = new Map<string, { readonly publicKey: KeyObject; readonly privateKey: KeyObject }>();

  constructor(providers: readonly OidcProvider[], clock: ServerClock) {
    this.#providers = providers;
    this.#clock = clock;
  }

  /** A token as the provider would sign it (RS256). An issuer that the world does not have has a key all the same. */
  async token({ issuer, subject, audience, lifetime }: TokenClaims): Promise<string> {
    const now = Math.floor(this.#clock.now() / 1000);
    return new SignJWT({ sub: subject })
      .setProtectedHeader({ alg: 'RS256', typ: 'JWT', kid: 'local' })
      .setIssuer(issuer)
      .setAudience(audience)
      .setIssuedAt(now)
      .setNotBefore(now - 5)
      .setExpirationTime(now + lifetime)
      .sign(this.#keyOf(issuer).privateKey);
  }

  /** Judges a token as STS does for a role of that account. Throws InvalidIdentityToken and ExpiredTokenException (400). */
  async judge(token: string, account: string): Promise<SoundToken> {
    const provider = this.#providerOf(token, account);
    try {
      const { payload } = await jwtVerify(token, this.#keyOf(provider.issuer).publicKey, {
        issuer: provider.issuer,
        algorithms: ['RS256'],
        currentDate: new Date(this.#clock.now()),
        requiredClaims: ['sub', 'aud', 'exp', 'iat'],
      });
      const audiences = [payload.aud ?? []].flat();
      const audience = audiences.find((one) => provider.audiences.includes(one));
      if (audience === undefined) {
        throw invalid('Incorrect token audience');
      }
      return { issuer: provider.issuer, subject: payload.sub ?? '', audience };
    } catch (error) {
      throw error instanceof errors.JWTExpired
        ? new ServiceError(
            400,
            'ExpiredTokenException',
            'Token expired: current date/time must be before the expiration date/time',
          )
        : error instanceof ServiceError
          ? error
          : invalid('The ID Token provided is not valid: its signature or a claim was refused');
    }
  }

  #providerOf(token: string, account: string): OidcProvider {
    let issuer: string;
    try {
      issuer = decodeJwt(token).iss ?? '';
    } catch {
      throw invalid(
        'The ID Token provided is not a valid JWT. (You may see this error if you sent an Access Token)',
      );
    }
    const provider = this.#providers.find((one) => one.issuer === issuer && one.accounts.includes(account));
    if (provider === undefined) {
      throw invalid(`No OpenIDConnect provider found in your account for ${issuer}`);
    }
    return provider;
  }

  #keyOf(issuer: string) {
    const key = this.#keys.get(issuer) ?? generateKeyPairSync('rsa', { modulusLength: 2048 });
    this.#keys.set(issuer, key);
    return key;
  }
}

function invalid(message: string): ServiceError {
  return new ServiceError(400, 'InvalidIdentityToken', message);
}
