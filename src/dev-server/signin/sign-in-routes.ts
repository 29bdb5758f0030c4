import { SignJWT } from 'jose';
import { generateKeyPairSync } from 'node:crypto';
import { JsonReader } from '../world/json-reader.ts';
import { AwscredError } from '../../errors.ts';
import { type Answer, type Exchange, type Handler, header } from '../http/exchange.ts';
import { DecisionForm } from '../pages/decision-form.ts';
import { html, page } from '../pages/html.ts';
import type { ServerClock } from '../server-clock.ts';
import type { Identity } from '../sts/identity.ts';
import { userIdentity } from '../sts/identity.ts';
import type { KeyRing } from '../sts/key-ring.ts';
import type { User, World } from '../world/world.ts';
import type { ConsoleRefusal, ConsoleRequest, ConsoleSessions } from './console-sessions.ts';
import type { SigninTokens } from './federation.ts';
import type { DpopProofs } from './dpop-proofs.ts';

/** What the sign-in service knows. */
export interface SignInState {
  readonly world: World;
  readonly clock: ServerClock;
  readonly keys: KeyRing;
  readonly console: ConsoleSessions;
  readonly proofs: DpopProofs;
  readonly signinTokens: SigninTokens;
  baseUrl(): string;
}

const SAME_DEVICE = 'arn:aws:signin:::devtools/same-device';
const CROSS_DEVICE = 'arn:aws:signin:::devtools/cross-device';
const CONFIRMATION = '/v1/sessions/confirmation';
const LIFE_SECONDS = 900;

/** The console's sign-in for developers' tools: a page to allow, and tokens that are bound to a key. */
export function signInHandlers(
  state: SignInState,
): Readonly<Record<'show' | 'decide' | 'confirm' | 'token', Handler>> {
  const form = new DecisionForm('/v1/authorize');
  return {
    show: ({ query }) => showRequest(state, form, query),
    decide: (exchange) => decided(state, form, exchange),
    confirm: ({ query }) => confirmation(query),
    token: async (exchange, call) => {
      const answer = await tokens(state, exchange);
      call.code = answer.code;
      call.principal = answer.principal;
      return answer.answer;
    },
  };
}

function showRequest(state: SignInState, form: DecisionForm, query: URLSearchParams): Answer {
  const request = requestIn(state, query);
  if (request === null) {
    return page('Sign-in cannot go on', html`<p>The request is not sound.</p>`, { status: 400 });
  }
  if (state.world.autoApprove) {
    return redirected(state, request, 302);
  }
  return page(
    'Allow access?',
    html`<p>A tool on a developer's machine wants to use your access to the console.</p>
      ${form.render(state.console.ask(request))}
      <p class="note">A local AWS, for trying things: nothing here is real.</p>`,
    { formTarget: new URL(request.redirectUri).origin },
  );
}

function requestIn(state: SignInState, query: URLSearchParams): ConsoleRequest | null {
  const get = (name: string): string => query.get(name) ?? '';
  const request = {
    clientId: get('client_id'),
    redirectUri: get('redirect_uri'),
    state: get('state'),
    challenge: get('code_challenge'),
  };
  const isHere =
    request.clientId === SAME_DEVICE &&
    /^http:\/\/127\.0\.0\.1:\d+\/oauth\/callback$/.test(request.redirectUri);
  const isElsewhere =
    request.clientId === CROSS_DEVICE && request.redirectUri === `${state.baseUrl()}${CONFIRMATION}`;
  const isSound =
    get('response_type') === 'code' &&
    get('code_challenge_method') === 'SHA-256' &&
    get('scope') === 'openid' &&
    /^[\w-]{43}$/.test(request.challenge) &&
    request.state !== '';
  return isSound && (isHere || isElsewhere) ? request : null;
}

function decided(state: SignInState, form: DecisionForm, exchange: Exchange): Answer {
  const answered = form.read(exchange);
  const request = answered === null ? null : state.console.take(answered.subject);
  if (answered === null || request === null) {
    return page('Not accepted', html`<p>This form was used already, or is not ours.</p>`, { status: 403 });
  }
  return answered.decision === 'allow'
    ? redirected(state, request, 303)
    : redirect(request, { error: 'access_denied', state: request.state }, 303);
}

function redirected(state: SignInState, request: ConsoleRequest, status: 302 | 303): Answer {
  return redirect(request, { code: state.console.issueCode(request), state: request.state }, status);
}

function redirect(request: ConsoleRequest, fields: Record<string, string>, status: 302 | 303): Answer {
  const url = new URL(request.redirectUri);
  Object.entries(fields).forEach(([name, value]) => url.searchParams.set(name, value));
  return { status, headers: { Location: url.href, 'Cache-Control': 'no-store' }, body: '' };
}

/** The page of another device: a text to carry back. */
function confirmation(query: URLSearchParams): Answer {
  const text = `state=${query.get('state') ?? ''}&code=${query.get('code') ?? ''}`;
  const shown = Buffer.from(text).toString('base64');
  return page(
    'Signed in',
    html`<p>Copy this into the program:</p>
      <p><code>${shown}</code></p>`,
  );
}

interface Told {
  readonly answer: Answer;
  readonly code: string | null;
  readonly principal: string | null;
}

async function tokens(state: SignInState, exchange: Exchange): Promise<Told> {
  const proof = header(exchange, 'dpop') ?? '';
  const thumbprint = await state.proofs.judge(proof, `${state.baseUrl()}/v1/token`);
  const user = state.world.users.find(({ arn }) => arn.kind === 'user');
  const body = bodyOf(exchange);
  if (thumbprint === null || user === undefined || body === null) {
    return refused('INVALID_REQUEST');
  }
  const next = granted(state, body, thumbprint);
  if (typeof next === 'string') {
    return refused(next);
  }
  const identity: Identity = { ...userIdentity(user), kind: 'user-session' };
  const key = state.keys.issue(identity, state.clock.now() + LIFE_SECONDS * 1000);
  const accessToken = {
    accessKeyId: key.accessKeyId,
    secretAccessKey: key.secretAccessKey,
    sessionToken: key.sessionToken,
  };
  const first = body.get('grantType') === 'authorization_code' ? { idToken: await idToken(state, user) } : {};
  const { refreshToken } = next;
  const answer = { accessToken, tokenType: 'aws_sigv4', expiresIn: LIFE_SECONDS, refreshToken, ...first };
  return { answer: json(200, answer), code: null, principal: identity.arn };
}

function granted(
  { console }: SignInState,
  body: ReadonlyMap<string, string>,
  thumbprint: string,
): { readonly refreshToken: string } | ConsoleRefusal {
  const get = (name: string): string => body.get(name) ?? '';
  const clientId = get('clientId');
  switch (get('grantType')) {
    case 'authorization_code':
      return console.redeem({
        code: get('code'),
        clientId,
        redirectUri: get('redirectUri'),
        verifier: get('codeVerifier'),
        thumbprint,
      });
    case 'refresh_token':
      return console.refresh({ refreshToken: get('refreshToken'), clientId, thumbprint });
    default:
      return 'INVALID_REQUEST';
  }
}

function bodyOf({ body }: Exchange): ReadonlyMap<string, string> | null {
  try {
    const root = new JsonReader(JSON.parse(body.toString('utf8')), 'body');
    return new Map(root.entries().map(([name, value]) => [name, value.text()]));
  } catch (error) {
    if (error instanceof AwscredError || error instanceof SyntaxError) {
      return null;
    }
    throw error;
  }
}

function refused(code: ConsoleRefusal): Told {
  const status = code === 'INVALID_REQUEST' ? 400 : 401;
  return { answer: json(status, { error: code, message: 'the request was refused' }), code, principal: null };
}

function json(status: number, value: unknown): Answer {
  return { status, headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(value) };
}

const SIGNER = { key: null as ReturnType<typeof generateKeyPairSync> | null };

async function idToken({ clock }: SignInState, user: User): Promise<string> {
  SIGNER.key ??= generateKeyPairSync('ec', { namedCurve: 'P-384' });
  const now = Math.floor(clock.now() / 1000);
  return new SignJWT({ session_arn: user.arn.text })
    .setProtectedHeader({ alg: 'ES384' })
    .setSubject(user.arn.text)
    .setIssuer('https://signin.aws.amazon.com/signin')
    .setAudience(SAME_DEVICE)
    .setIssuedAt(now)
    .setExpirationTime(now + LIFE_SECONDS)
    .sign(SIGNER.key.privateKey as Parameters<SignJWT['sign']>[0]);
}
