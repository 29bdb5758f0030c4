import { timeOrNull } from '../../core/text/time.ts';
import { Secret } from '../../core/secret.ts';
import type { SsoSession } from '../../core/plan/step.ts';
import type { ClientRegistration } from '../../ports/aws.ts';
import type { Ports } from '../../ports/index.ts';
import type { ItemId } from '../../ports/store/store.ts';
import { AwscredError } from '../../errors.ts';
import { parseObject } from '../aws-cli/aws-cli-token.ts';
import { CALLBACK_PATH } from './pkce.ts';
import { sessionWord } from './sso-access-token.ts';

type Needed = Pick<Ports, 'aws' | 'clock' | 'report' | 'store'>;

/** A registration serves one grant only (docs/wire.md, "Registrations"). */
type RegistrationUse = 'pkce' | 'device-code';

/** With this scope AWS gives a refresh token; it is also what the AWS CLI asks for where none is configured. */
const USUAL_SCOPE = 'sso:account:access';

/** The scopes asked for: the configured ones, else the usual one. */
export function scopesOf(session: SsoSession): readonly string[] {
  return session.scopes.length === 0 ? [USUAL_SCOPE] : session.scopes;
}

/** The client registration: the stored one until it expires, else a new one, which is stored. */
export async function registrationFor(
  session: SsoSession,
  use: RegistrationUse,
  ports: Needed,
): Promise<ClientRegistration> {
  const id = registrationId(session, use);
  const kept = parse(await ports.store.get(id));
  if (kept !== null && kept.expiresAt - ports.clock.now() > EXPIRED_EARLY_MS) {
    return kept;
  }
  const client = await ports.aws.registerClient(session.oidc, {
    clientName: `awscred-${(session.name ?? 'legacy').replace(/[^A-Za-z0-9_-]/g, '_').slice(0, 64)}`,
    scopes: scopesOf(session),
    pkce:
      use === 'pkce'
        ? { redirectUri: `http://127.0.0.1${CALLBACK_PATH}`, issuerUrl: session.startUrl }
        : null,
  });
  await keep(client, id, session, ports);
  return client;
}

/** Forgets a registration that the server no longer knows. */
export async function dropRegistration(
  session: SsoSession,
  use: RegistrationUse,
  ports: Pick<Ports, 'store'>,
): Promise<void> {
  await ports.store.delete(registrationId(session, use));
}

/** The AWS CLI's margin too. */
const EXPIRED_EARLY_MS = 15 * 60_000;

async function keep(
  client: ClientRegistration,
  id: ItemId,
  session: SsoSession,
  ports: Needed,
): Promise<void> {
  const { clientId, clientSecret, expiresAt } = client;
  const value = new Secret(JSON.stringify({ clientId, clientSecret: clientSecret.reveal(), expiresAt }));
  const label = `client registration for ${sessionWord(session)}`;
  try {
    await ports.store.put(id, value, {
      label,
      profile: null,
      expiresAt,
      savedAt: ports.clock.now(),
      through: null,
    });
  } catch (error) {
    if (!(error instanceof AwscredError)) {
      throw error;
    }
    // The next sign-in registers again, so no warning is needed.
    ports.report.debug(`${label} not kept: ${error.message}`);
  }
}

// The client secret may go only to the service that issued it, so the endpoint is part of the key.
function registrationId(session: SsoSession, use: RegistrationUse): ItemId {
  const { oidc, startUrl } = session;
  const scopes = [...scopesOf(session)].sort();
  return { kind: 'reg', key: JSON.stringify({ oidc: oidc.endpoint, scopes, startUrl, use }) };
}

function parse(value: Secret | null): ClientRegistration | null {
  const fields = parseObject(value?.reveal() ?? '') ?? {};
  const { clientId, clientSecret } = fields;
  const expiresAt = timeOrNull(fields['expiresAt']);
  return typeof clientId === 'string' && typeof clientSecret === 'string' && expiresAt !== null
    ? { clientId, clientSecret: new Secret(clientSecret), expiresAt }
    : null;
}
