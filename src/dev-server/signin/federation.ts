import { opaqueToken } from '../oidc/opaque-token.ts';
import type { Route } from '../http/route.ts';
import { type Answer, type Exchange, formOf, type Handler } from '../http/exchange.ts';
import { html, page } from '../pages/html.ts';
import type { OpenCall } from '../call-log.ts';
import type { ServerClock } from '../server-clock.ts';
import type { AccessKey, KeyRing } from '../sts/key-ring.ts';

/** What the federation endpoint knows. */
interface FederationState {
  readonly clock: ServerClock;
  readonly keys: KeyRing;
  readonly signinTokens: SigninTokens;
}

const TOKEN_MS = 15 * 60_000;
const ROUTE = '/federation';

/** Sign-in tokens that were given out: each opens the console for a quarter of an hour. */
export class SigninTokens {
  readonly #clock: ServerClock;
  readonly #tokens = new Map<string, { readonly key: AccessKey; readonly until: number }>();

  constructor(clock: ServerClock) {
    this.#clock = clock;
  }

  issue(key: AccessKey): string {
    const token = opaqueToken('', 96);
    this.#tokens.set(token, { key, until: this.#clock.now() + TOKEN_MS });
    return token;
  }

  find(token: string): AccessKey | null {
    const known = this.#tokens.get(token);
    return known !== undefined && known.until > this.#clock.now() ? known.key : null;
  }
}

/** Null for a request to another path. */
export function federationRoute(state: FederationState, exchange: Exchange): Route | null {
  if (exchange.path !== ROUTE || !['GET', 'POST'].includes(exchange.method)) {
    return null;
  }
  const action = fieldsOf(exchange).get('Action') ?? '';
  const operation = /^\w{1,64}$/.test(action) ? action : 'Unknown';
  return { service: 'signin', operation, handle: federation(state) };
}

/** `/federation`: temporary credentials against a sign-in token, and a sign-in token against the console. */
function federation(state: FederationState): Handler {
  return (exchange, call) => {
    const fields = fieldsOf(exchange);
    switch (fields.get('Action')) {
      case 'getSigninToken':
        return signinToken(state, fields, call);
      case 'login':
        return login(state, fields, call);
      default:
        return refused(call, 'Action is not supported');
    }
  };
}

function fieldsOf(exchange: Exchange): URLSearchParams {
  return exchange.method === 'GET' ? exchange.query : formOf(exchange);
}

function signinToken(state: FederationState, fields: URLSearchParams, call: OpenCall): Answer {
  const key = keyOf(state, fields.get('Session') ?? '');
  if (key === null) {
    return refused(call, 'The session is not valid');
  }
  call.principal = key.identity.arn;
  const duration = fields.get('SessionDuration');
  if (duration !== null && !mayLast(key, duration)) {
    return refused(call, 'SessionDuration is not allowed for these credentials');
  }
  const body = JSON.stringify({ SigninToken: state.signinTokens.issue(key) });
  return { status: 200, headers: { 'Content-Type': 'application/json' }, body };
}

/** The key of a session as AWS writes it: three fields with exactly these names. Null for any other, or an old one. */
function keyOf({ keys, clock }: FederationState, text: string): AccessKey | null {
  const session = fieldsIn(text);
  const key = keys.find(String(session?.get('sessionId')));
  const isWhole =
    session?.size === 3 &&
    key !== null &&
    session.get('sessionKey') === key.secretAccessKey &&
    session.get('sessionToken') === key.sessionToken;
  return isWhole && (key.expiresAt ?? 0) > clock.now() && CONSOLE_KINDS.includes(key.identity.kind)
    ? key
    : null;
}

/** Credentials of GetSessionToken are a user's own, whom the console asks for a password. */
const CONSOLE_KINDS: readonly string[] = ['role-session', 'federated-user'];

function fieldsIn(text: string): ReadonlyMap<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? new Map(Object.entries(value)) : null;
  } catch {
    return null;
  }
}

/** A duration is for roles assumed with long-term keys, a token or an assertion, within the role's own longest. */
function mayLast({ consoleSeconds }: AccessKey, duration: string): boolean {
  const seconds = /^\d{1,9}$/.test(duration) ? Number(duration) : 0;
  return consoleSeconds !== null && seconds >= 900 && seconds <= Math.min(consoleSeconds, 43_200);
}

function login({ signinTokens }: FederationState, fields: URLSearchParams, call: OpenCall): Answer {
  const key = signinTokens.find(fields.get('SigninToken') ?? '');
  const to = fields.get('Destination') ?? '';
  if (key === null || !isConsole(to)) {
    return refused(
      call,
      key === null ? 'The sign-in token is not valid' : 'The destination is not the console',
    );
  }
  call.principal = key.identity.arn;
  return page(
    'Signed in to the console',
    html`<p>as <code>${key.identity.arn}</code></p>
      <p>The page would be <code>${to}</code></p>
      <p class="note">A local AWS, for trying things: nothing here is real.</p>`,
  );
}

function isConsole(address: string): boolean {
  const url = URL.canParse(address) ? new URL(address) : null;
  return url?.protocol === 'https:' && CONSOLES.some((host) => `.${url.host}`.endsWith(`.${host}`));
}

const CONSOLES = [
  'console.aws.amazon.com',
  'console.amazonaws.cn',
  'console.amazonaws-us-gov.com',
  'console.amazonaws-eusc.eu',
  'console.c2shome.ic.gov',
  'console.sc2shome.sgov.gov',
  'console.csphome.adc-e.uk',
  'console.csphome.hci.ic.gov',
];

/** AWS says no more than this, as a page. */
function refused(call: OpenCall, why: string): Answer {
  call.code = 'InvalidRequest';
  return page('Bad request', html`<p>${why}.</p>`, { status: 400 });
}
