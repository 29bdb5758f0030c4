import { Secret } from '../../core/secret.ts';
import type { SamlStep } from '../../core/plan/step.ts';
import type { Ports } from '../../ports/index.ts';
import type { ItemId } from '../../ports/store/store.ts';
import { storeOrWarn } from '../../protocols/together/store-or-warn.ts';
import { browserFolder, signInKey, signInName } from './sign-in-key.ts';

/** The provider's answer as it was posted, base64 without blanks, and until when AWS takes it. */
export interface SamlResponse {
  readonly response: Secret;
  /** Epoch milliseconds. */
  readonly expiresAt: number;
}

/** With less life left it is not sent any more. */
const LAST_MOMENT_MS = 10_000;

export function assertionItem(step: SamlStep): ItemId {
  return { kind: 'saml', key: signInKey(step) };
}

/** The kept answer while AWS still takes it; null for none. */
export async function keptAssertion(
  step: SamlStep,
  { store, clock }: Pick<Ports, 'store' | 'clock'>,
): Promise<SamlResponse | null> {
  const value = await store.get(assertionItem(step));
  const kept = value === null ? null : fromStored(value);
  return kept !== null && kept.expiresAt - clock.now() > LAST_MOMENT_MS ? kept : null;
}

export async function keepAssertion(
  step: SamlStep,
  { response, expiresAt }: SamlResponse,
  { store, clock, report }: Pick<Ports, 'store' | 'clock' | 'report'>,
): Promise<void> {
  const value = new Secret(JSON.stringify({ response: response.reveal(), expiresAt }));
  const facts = {
    label: `sign-in at ${signInName(step)}`,
    profile: null,
    expiresAt,
    savedAt: clock.now(),
    through: null,
  };
  await storeOrWarn(
    async () => store.put(assertionItem(step), value, facts),
    'the sign-in could not be stored: each role will need one of its own',
    report,
  );
}

/** Forgets the assertion and the browser's folder, with which the provider would need nobody. */
export async function forgetSignIn(
  step: SamlStep,
  { store, signInBrowser }: Pick<Ports, 'store' | 'signInBrowser'>,
): Promise<boolean> {
  const had = await store.delete(assertionItem(step));
  return (await signInBrowser.forget(browserFolder(step))) || had;
}

function fromStored(value: Secret): SamlResponse | null {
  try {
    const { response, expiresAt } = JSON.parse(value.reveal()) as Partial<Record<string, unknown>>;
    return typeof response === 'string' && typeof expiresAt === 'number'
      ? { response: new Secret(response), expiresAt }
      : null;
  } catch {
    return null;
  }
}
