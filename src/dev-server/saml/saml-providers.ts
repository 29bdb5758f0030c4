import { generateKeyPairSync, type KeyObject, randomBytes } from 'node:crypto';
import type { ServerClock } from '../server-clock.ts';
import type { SamlProvider } from '../world/world.ts';
import { type AssertionChanges, assertionText, responseText } from './assertion-text.ts';
import { signedText } from './xml-signature.ts';

interface KeyPair {
  readonly publicKey: KeyObject;
  readonly privateKey: KeyObject;
}

/** The SAML providers of the world: each signs with a key of its own, and remembers who has signed in. */
export class SamlProviders {
  readonly #clock: ServerClock;
  readonly #keys = new Map<string, KeyPair>();
  readonly #sessions = new Map<string, string>();

  readonly all: readonly SamlProvider[];

  constructor(all: readonly SamlProvider[], clock: ServerClock) {
    this.all = all;
    this.#clock = clock;
  }

  named(name: string): SamlProvider | null {
    return this.all.find((one) => one.name === name) ?? null;
  }

  /** A signed response, base64; `signer` is another provider whose key signs it. */
  response(provider: SamlProvider, changes: AssertionChanges = {}, signer: string = provider.name): string {
    const at = changes.issuedAt ?? this.#clock.now();
    const id = `_${randomBytes(16).toString('hex')}`;
    const assertion = assertionText(provider, changes, { at, id });
    const signed = signedText(assertion, id, this.#keyOf(signer).privateKey);
    return Buffer.from(responseText(provider, signed, { at, id }), 'utf8').toString('base64');
  }

  /** What IAM has of a provider: the key that its assertions are checked with. */
  publicKey(name: string): string {
    return this.#keyOf(name).publicKey.export({ type: 'spki', format: 'pem' }).toString();
  }

  /** Signs the provider's user in; the cookie's value. */
  begin(provider: SamlProvider): string {
    const token = randomBytes(24).toString('base64url');
    this.#sessions.set(token, provider.name);
    return token;
  }

  isSignedIn(provider: SamlProvider, token: string): boolean {
    return this.#sessions.get(token) === provider.name;
  }

  /** A ticket for who has typed the password, for the page that asks for a code. */
  passed(provider: SamlProvider): string {
    const ticket = randomBytes(24).toString('base64url');
    this.#sessions.set(`passed ${ticket}`, provider.name);
    return ticket;
  }

  hasPassed(provider: SamlProvider, ticket: string): boolean {
    return this.#sessions.get(`passed ${ticket}`) === provider.name;
  }

  endAll(): void {
    this.#sessions.clear();
  }

  #keyOf(name: string): KeyPair {
    const key = this.#keys.get(name) ?? generateKeyPairSync('rsa', { modulusLength: 2048 });
    this.#keys.set(name, key);
    return key;
  }
}
