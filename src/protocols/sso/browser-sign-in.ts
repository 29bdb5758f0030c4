import { Secret } from '../../core/secret.ts';
import type { SsoSession } from '../../core/plan/step.ts';
import type { ClientRegistration } from '../../ports/aws.ts';
import type { LoopbackListener } from '../../ports/person/loopback.ts';
import type { Ports } from '../../ports/index.ts';
import type { SignedIn } from './device-sign-in.ts';
import { authorizeUrl, CALLBACK_PATH, challengeOf, newState, newVerifier } from './pkce.ts';
import { checkSignInAddress } from './sign-in-address.ts';
import { redirectRefusal, signInRanOut } from './sign-in-refusal.ts';
import { loginCommand, sessionWord } from './sso-access-token.ts';
import { registrationFor, scopesOf } from './sso-registration.ts';

type Needed = Pick<
  Ports,
  'aws' | 'browser' | 'clock' | 'loopback' | 'random' | 'report' | 'store' | 'terminal'
>;

/**
 * Authorization code with PKCE: the listener is bound before the browser opens. With `opens` false the address is
 * shown and the person opens it. Throws AwsRefusal or REFUSED where it is refused, TIMEOUT after ten minutes, and
 * the reason of `given` when that is aborted.
 */
export async function browserSignIn(
  session: SsoSession,
  opens: boolean,
  ports: Needed,
  given?: AbortSignal,
): Promise<SignedIn> {
  const client = await registrationFor(session, 'pkce', ports);
  const verifier = newVerifier(ports.random);
  const state = newState(ports.random);
  const listener = await ports.loopback.listen({ path: CALLBACK_PATH, state });
  try {
    const redirectUri = `http://127.0.0.1:${listener.port}${CALLBACK_PATH}`;
    const address = addressOf({ session, client, redirectUri, state, challenge: challengeOf(verifier) });
    const code = await askInBrowser({ session, address, opens, listener, given }, ports);
    const grant = { type: 'authorization-code', code, codeVerifier: verifier, redirectUri } as const;
    return { tokens: await ports.aws.createToken(session.oidc, client, grant), client };
  } finally {
    await listener.close();
  }
}

interface Asking {
  readonly session: SsoSession;
  readonly address: string;
  readonly opens: boolean;
  readonly listener: LoopbackListener;
  readonly given: AbortSignal | undefined;
}

async function askInBrowser(asking: Asking, ports: Needed): Promise<Secret> {
  const { session, listener, given } = asking;
  const over = new AbortController();
  given?.throwIfAborted();
  given?.addEventListener('abort', () => over.abort(given.reason), { once: true });
  try {
    await begin(asking, over.signal, ports);
    const answer = await Promise.race([
      listener.answer(over.signal),
      ports.clock.sleep(PATIENCE_MS, over.signal).then(() => null),
    ]);
    if (answer === null) {
      throw signInRanOut(session, PATIENCE);
    }
    if (answer.error !== null) {
      throw redirectRefusal(answer.error, session);
    }
    return new Secret(answer.code);
  } finally {
    over.abort();
  }
}

async function begin(asking: Asking, over: AbortSignal, ports: Needed): Promise<void> {
  const { session, address, opens } = asking;
  const { terminal } = ports;
  const expected = { startUrl: session.startUrl, oidcEndpoint: session.oidc.endpoint };
  const mayOpen = checkSignInAddress(address, expected).open;
  const show = once(() => {
    // A browser may fail long after the sign-in, when the address is spent.
    if (!over.aborted) {
      terminal.say(`  or open this in a browser on this machine: ${address}`);
    }
  });
  if (!opens || !mayOpen || !(await ports.browser.open(address, show))) {
    terminal.say(
      `awscred: sign in to ${sessionWord(session)}: open this in a browser on this machine (${PATIENCE}, Ctrl-C gives up)`,
    );
    terminal.say(`  ${address}`);
    return;
  }
  terminal.say(
    `awscred: sign in to ${sessionWord(session)}: continue in the browser window just opened (${PATIENCE}, Ctrl-C gives up)`,
  );
  terminal.say(`  no window? ${loginCommand(session, 'awscred login --device-code')}`);
  ports.clock.sleep(SHOW_ADDRESS_MS, over).then(show, () => undefined);
}

/** The address is shown after ten seconds, or as soon as the browser fails, and not twice. */
function once(work: () => void): () => void {
  let isDone = false;
  return () => {
    if (!isDone) {
      isDone = true;
      work();
    }
  };
}

function addressOf(request: {
  readonly session: SsoSession;
  readonly client: ClientRegistration;
  readonly redirectUri: string;
  readonly state: string;
  readonly challenge: string;
}): string {
  const { session, client, redirectUri, state, challenge } = request;
  const scopes = scopesOf(session);
  const oidcEndpoint = session.oidc.endpoint;
  return authorizeUrl({ oidcEndpoint, clientId: client.clientId, redirectUri, state, challenge, scopes });
}

const PATIENCE_MS = 10 * 60_000;
const PATIENCE = '10m';
const SHOW_ADDRESS_MS = 10_000;
