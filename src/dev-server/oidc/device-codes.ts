import { randomInt } from 'node:crypto';
import type { ServerClock } from '../server-clock.ts';
import type { Client } from './client-registry.ts';
import { oidcError } from './oidc-error.ts';
import { opaqueToken } from './opaque-token.ts';

/** What a person said on a page. */
export type Decision = 'allow' | 'deny';

interface DeviceCode {
  readonly deviceCode: string;
  /** `ABCD-EFGH`, as a person types it. */
  readonly userCode: string;
  readonly client: Client;
  /** Epoch milliseconds. */
  readonly expiresAt: number;
  state: 'pending' | 'allowed' | 'denied' | 'used';
  /** Seconds a client must wait between polls; five more after each slow_down (RFC 8628 §3.5). */
  interval: number;
  /** Epoch milliseconds of the last poll. */
  polledAt: number | null;
}

export const DEVICE_CODE_SECONDS = 600;
const INTERVAL_SECONDS = 1;
/** A timer may fire a moment early: what is less early than this is no fault. */
const TIMER_SLACK_MS = 50;
/** No vowels, so that no words come out, and nothing that is mistaken for another letter. */
const LETTERS = 'BCDFGHJKLMNPQRSTVWXZ';

export class DeviceCodes {
  readonly #clock: ServerClock;
  readonly #codes = new Map<string, DeviceCode>();

  constructor(clock: ServerClock) {
    this.#clock = clock;
  }

  start(client: Client, isApproved: boolean): DeviceCode {
    const letters = Array.from({ length: 8 }, () => LETTERS[randomInt(LETTERS.length)]).join('');
    const code: DeviceCode = {
      deviceCode: opaqueToken('', 64),
      userCode: `${letters.slice(0, 4)}-${letters.slice(4)}`,
      client,
      expiresAt: this.#clock.now() + DEVICE_CODE_SECONDS * 1000,
      state: isApproved ? 'allowed' : 'pending',
      interval: INTERVAL_SECONDS,
      polledAt: null,
    };
    this.#codes.set(code.deviceCode, code);
    return code;
  }

  /** The code a person typed (any case, blanks and dash as they like), while it waits for an answer; else null. */
  waiting(userCode: string): DeviceCode | null {
    const typed = plain(userCode);
    const code = [...this.#codes.values()].find((candidate) => plain(candidate.userCode) === typed);
    return code?.state === 'pending' && code.expiresAt > this.#clock.now() ? code : null;
  }

  decide(code: DeviceCode, decision: Decision): void {
    code.state = decision === 'allow' ? 'allowed' : 'denied';
  }

  /** Uses up an allowed code. Throws what CreateToken answers in every other state. */
  redeem(deviceCode: string, client: Client): void {
    const code = this.#codes.get(deviceCode);
    if (code === undefined || code.client !== client || code.state === 'used') {
      throw oidcError('InvalidGrantException', 'Invalid device code');
    }
    if (code.expiresAt <= this.#clock.now()) {
      throw oidcError('ExpiredTokenException', 'The device code has expired');
    }
    if (code.state === 'denied') {
      throw oidcError('AccessDeniedException', 'The request was denied');
    }
    if (code.state === 'pending') {
      throw this.#pending(code);
    }
    code.state = 'used';
  }

  #pending(code: DeviceCode): Error {
    const now = this.#clock.now();
    const waited = code.polledAt === null ? Number.POSITIVE_INFINITY : now - code.polledAt;
    code.polledAt = now;
    if (waited < code.interval * 1000 - TIMER_SLACK_MS) {
      code.interval += 5;
      return oidcError('SlowDownException', 'Polling too fast');
    }
    return oidcError('AuthorizationPendingException', 'Authorization is pending');
  }
}

function plain(userCode: string): string {
  return userCode.toUpperCase().replace(/[^A-Z]/g, '');
}
