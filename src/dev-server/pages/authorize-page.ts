import type { Answer, Exchange, Handler } from '../http/exchange.ts';
import type { AuthorizationRequest } from '../oidc/authorization-codes.ts';
import { checkAuthorize, redirectWith } from '../oidc/check-authorize.ts';
import type { OidcState } from '../oidc/oidc-state.ts';
import { DecisionForm } from './decision-form.ts';
import { html, page } from './html.ts';

/** `/authorize`: the page of the authorization code grant; both answers lead back to the program's listener. */
export function authorizePages(state: OidcState): { show: Handler; decide: Handler } {
  const form = new DecisionForm('/authorize');
  return {
    show: (exchange) => showRequest(state, form, exchange),
    decide: (exchange) => decideRequest(state, form, exchange),
  };
}

function showRequest(state: OidcState, form: DecisionForm, exchange: Exchange): Answer {
  const check = checkAuthorize(state, exchange.query);
  if ('fault' in check) {
    return page('Sign-in cannot go on', html`<p>${check.fault}</p>`, { status: 400 });
  }
  if ('redirect' in check) {
    return redirect(302, check.redirect);
  }
  const { request } = check;
  if (state.world.autoApprove) {
    return redirect(302, allowed(state, request));
  }
  return page(
    'Allow access?',
    html`<p>
        <b>${request.client.clientName}</b> wants to use your access to the accounts of
        ${state.world.sso?.startUrl ?? ''}.
      </p>
      <p>Allow it only if you have just started it yourself.</p>
      ${form.render(state.codes.ask(request))}
      <p class="note">A local AWS, for trying things: nothing here is real.</p>`,
    { formTarget: new URL(request.redirectUri).origin },
  );
}

function decideRequest(state: OidcState, form: DecisionForm, exchange: Exchange): Answer {
  const answered = form.read(exchange);
  const request = answered === null ? null : state.codes.take(answered.subject);
  if (answered === null || request === null) {
    return page('Not accepted', html`<p>This form was used already, or is not ours. Start again.</p>`, {
      status: 403,
    });
  }
  const denied = { error: 'access_denied', state: request.state };
  const target =
    answered.decision === 'allow' ? allowed(state, request) : redirectWith(request.redirectUri, denied);
  return redirect(303, target);
}

function allowed(state: OidcState, request: AuthorizationRequest): string {
  return redirectWith(request.redirectUri, { code: state.codes.issue(request), state: request.state });
}

function redirect(status: 302 | 303, location: string): Answer {
  return { status, headers: { Location: location, 'Cache-Control': 'no-store' }, body: '' };
}
