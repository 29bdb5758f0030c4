import { type Answer, type Exchange, formOf, type Handler, header } from '../http/exchange.ts';
import type { Route } from '../http/route.ts';
import { html, page } from '../pages/html.ts';
import type { SamlProvider } from '../world/world.ts';
import type { SamlProviders } from './saml-providers.ts';

/** Where a provider's sign-in begins. */
export function signInPath({ name }: SamlProvider): string {
  return `/_saml/${name}/sso`;
}

/** The pages of every provider: a password, an MFA code where it has one, and the page that posts to AWS. */
export function samlRoutes(saml: SamlProviders): readonly (readonly [string, Route])[] {
  return saml.all.flatMap((provider) => {
    const row = (path: string, operation: string, handle: Handler) =>
      [path, { service: 'saml', operation, handle }] as const;
    const show: Handler = (exchange) =>
      isSignedIn(saml, provider, exchange) ? postPage(saml, provider, null) : passwordPage(provider, '');
    return [
      row(`GET ${signInPath(provider)}`, 'SignIn', show),
      row(`POST ${signInPath(provider)}`, 'Password', (exchange) => password(saml, provider, exchange)),
      row(`POST /_saml/${provider.name}/mfa`, 'Mfa', (exchange) => mfa(saml, provider, exchange)),
    ];
  });
}

/** Google's address of a sign-in; null for another path, or ids of nobody. */
export function googleRoute(saml: SamlProviders, { method, path, query }: Exchange): Route | null {
  if (method !== 'GET' || path !== '/o/saml2/initsso') {
    return null;
  }
  const provider = saml.all.find(
    ({ google }) => google?.idpId === query.get('idpid') && google.spId === query.get('spid'),
  );
  if (provider === undefined) {
    return null;
  }
  const handle: Handler = (exchange) =>
    isSignedIn(saml, provider, exchange) ? postPage(saml, provider, null) : passwordPage(provider, '');
  return { service: 'saml', operation: 'SignIn', handle };
}

function isSignedIn(saml: SamlProviders, provider: SamlProvider, exchange: Exchange): boolean {
  const cookies = header(exchange, 'cookie') ?? '';
  const token = new RegExp(`(?:^|; )saml_${provider.name}=([\\w-]+)`).exec(cookies)?.[1];
  return token !== undefined && saml.isSignedIn(provider, token);
}

function passwordPage(provider: SamlProvider, fault: string): Answer {
  return page(
    'Sign in',
    html`<form method="post" action="${signInPath(provider)}">
      <p>${fault}</p>
      <p><input name="user" type="email" placeholder="Name" autocomplete="username" /></p>
      <p><input name="password" type="password" placeholder="Password" /></p>
      <div class="row"><button class="main">Next</button></div>
      <p class="note">A local identity provider, for trying things: nothing here is real.</p>
    </form>`,
  );
}

function password(saml: SamlProviders, provider: SamlProvider, exchange: Exchange): Answer {
  const form = formOf(exchange);
  if (form.get('user') !== provider.user || form.get('password') !== provider.password) {
    return passwordPage(provider, 'That name or password is wrong.');
  }
  return provider.mfa === null
    ? postPage(saml, provider, saml.begin(provider))
    : mfaPage(provider, saml.passed(provider), '');
}

function mfaPage({ name }: SamlProvider, ticket: string, fault: string): Answer {
  return page(
    'Enter the code',
    html`<form method="post" action="/_saml/${name}/mfa">
      <p>${fault}</p>
      <input type="hidden" name="ticket" value="${ticket}" />
      <p><input name="code" type="text" inputmode="numeric" placeholder="123456" /></p>
      <div class="row"><button class="main">Verify</button></div>
    </form>`,
  );
}

function mfa(saml: SamlProviders, provider: SamlProvider, exchange: Exchange): Answer {
  const form = formOf(exchange);
  const ticket = form.get('ticket') ?? '';
  if (!saml.hasPassed(provider, ticket)) {
    return passwordPage(provider, 'Start again.');
  }
  return form.get('code') === provider.mfa
    ? postPage(saml, provider, saml.begin(provider))
    : mfaPage(provider, ticket, 'That code is wrong.');
}

/** The page that posts itself, as providers' do; a new sign-in's cookie comes with it. */
function postPage(saml: SamlProviders, provider: SamlProvider, token: string | null): Answer {
  const answer = page(
    'Signed in',
    html`<form method="post" action="${provider.destination}">
      <input type="hidden" name="SAMLResponse" value="${saml.response(provider)}" />
      <input type="hidden" name="RelayState" value="" />
      <noscript><button>Go on</button></noscript>
    </form>`,
    { formTarget: new URL(provider.destination).origin, script: 'document.forms[0].submit()' },
  );
  const cookie = `saml_${provider.name}=${token ?? ''}; Path=/; Max-Age=86400; HttpOnly; SameSite=Lax`;
  return token === null ? answer : { ...answer, headers: { ...answer.headers, 'Set-Cookie': cookie } };
}
