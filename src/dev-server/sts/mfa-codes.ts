import { Secret, TOTP } from 'otpauth';
import { ServiceError } from '../service-error.ts';
import type { MfaDevice } from '../world/world.ts';
import type { Identity } from './identity.ts';

const PERIOD_SECONDS = 30;

/** TOTP codes (RFC 6238, SHA-1, 30 s, 6 digits): one step of drift either way, and each works once per device. */
export class MfaCodes {
  /** `serial step` of every code that was accepted. */
  readonly #used = new Set<string>();

  /**
   * Accepts or refuses the pair of a call; true when a code was given and is good.
   * Throws AccessDenied (403) in AWS's words.
   */
  accept(caller: Identity, serial: string | null, code: string | null, now: number): boolean {
    if (serial === null && code === null) {
      return false;
    }
    if (serial === null || code === null) {
      throw denied('failed, must provide both MFA serial number and one time pass code.');
    }
    const device = caller.mfaDevice;
    if (device === null || device.serial !== serial) {
      throw denied(
        'failed, unable to validate MFA code.  Please verify your MFA serial number is valid and associated with this user.',
      );
    }
    const delta = generator(device).validate({ token: code, timestamp: now, window: 1 });
    const step = stepAt(now) + (delta ?? 0);
    if (delta === null || this.#used.has(`${serial} ${step}`)) {
      throw denied('failed with invalid MFA one time pass code.');
    }
    this.#used.add(`${serial} ${step}`);
    return true;
  }

  /** A code that would be accepted now, for tests and for trying things; null when all three of this moment are used. */
  unusedCode(device: MfaDevice, now: number): string | null {
    const step = [0, 1, -1]
      .map((drift) => stepAt(now) + drift)
      .find((candidate) => !this.#used.has(`${device.serial} ${candidate}`));
    return step === undefined
      ? null
      : generator(device).generate({ timestamp: step * PERIOD_SECONDS * 1000 });
  }
}

function generator(device: MfaDevice): TOTP {
  return new TOTP({
    secret: Secret.fromBase32(device.seed),
    period: PERIOD_SECONDS,
    digits: 6,
    algorithm: 'SHA1',
  });
}

function stepAt(now: number): number {
  return Math.floor(now / 1000 / PERIOD_SECONDS);
}

function denied(message: string): ServiceError {
  return new ServiceError(403, 'AccessDenied', `MultiFactorAuthentication ${message}`);
}
