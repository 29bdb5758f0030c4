import { deviceName } from '../../core/plan/mfa-device.ts';
import { parseTexts } from '../../core/text/json-text.ts';
import { Secret } from '../../core/secret.ts';
import type { Ports } from '../../ports/index.ts';
import { storeOrWarn } from './store-or-warn.ts';

type Needed = Pick<Ports, 'clock' | 'report' | 'store'>;

/** A code is shown for half a minute, and AWS takes its neighbours too. */
const MOST_CODES = 10;

/**
 * Codes of a device that were sent, by whatever way they came. A store that cannot be read has been told already; the
 * worst is a refusal by AWS.
 */
export async function usedCodes(serial: string, { store }: Needed): Promise<readonly string[]> {
  try {
    const value = await store.get({ kind: 'totp', key: keyOf(serial) });
    return value === null ? [] : parseTexts(value.reveal());
  } catch {
    return [];
  }
}

/** To be called before it is sent: a process that is killed meanwhile has used it up all the same. */
export async function rememberCode(
  serial: string,
  [code, ...used]: readonly [string, ...string[]],
  { store, clock, report }: Needed,
): Promise<void> {
  const value = new Secret(JSON.stringify([code, ...used].slice(0, MOST_CODES)));
  const label = `used MFA codes of ${deviceName(serial)}`;
  const facts = { label, profile: null, expiresAt: null, savedAt: clock.now(), through: null };
  const id = { kind: 'totp', key: keyOf(serial) } as const;
  await storeOrWarn(async () => store.put(id, value, facts), 'the used MFA code is not remembered', report);
}

/** Sends a code that a person gave, once. `used` where it was sent already, by anybody. Call it under the device's lock. */
export async function sentOnce<T>(
  serial: string,
  code: Secret,
  ports: Needed,
  send: () => Promise<T>,
): Promise<T | 'used'> {
  const used = await usedCodes(serial, ports);
  if (used.includes(code.reveal())) {
    return 'used';
  }
  await rememberCode(serial, [code.reveal(), ...used], ports);
  return send();
}

function keyOf(serial: string): string {
  return `used-codes:${serial}`;
}
