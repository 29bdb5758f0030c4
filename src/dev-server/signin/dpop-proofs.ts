import { calculateJwkThumbprint, EmbeddedJWK, jwtVerify } from 'jose';
import type { ServerClock } from '../server-clock.ts';

/** How far a proof's time may be off, in seconds. */
const SKEW = 300;

/** Judges proofs of possession (RFC 9449): signature, method, address, time, and that each is new. */
export class DpopProofs {
  readonly #clock: ServerClock;
  readonly #seen = new Set<string>();

  constructor(clock: ServerClock) {
    this.#clock = clock;
  }

  /** The thumbprint of the key that signed a proof for a POST to `url`; null for a proof that is not sound. */
  async judge(proof: string, url: string): Promise<string | null> {
    try {
      const { payload, protectedHeader } = await jwtVerify(proof, EmbeddedJWK, {
        typ: 'dpop+jwt',
        algorithms: ['ES256'],
      });
      const { jti, iat, htm, htu } = payload;
      const now = this.#clock.now() / 1000;
      const isNew = typeof jti === 'string' && !this.#seen.has(jti);
      const isTimely = typeof iat === 'number' && Math.abs(iat - now) <= SKEW;
      if (!isNew || !isTimely || htm !== 'POST' || htu !== url || protectedHeader.jwk === undefined) {
        return null;
      }
      this.#seen.add(jti);
      return await calculateJwkThumbprint(protectedHeader.jwk);
    } catch {
      return null;
    }
  }
}
