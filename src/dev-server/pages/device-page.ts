import type { Answer, Exchange, Handler } from '../http/exchange.ts';
import type { Decision } from '../oidc/device-codes.ts';
import type { OidcState } from '../oidc/oidc-state.ts';
import { DecisionForm } from './decision-form.ts';
import { html, page } from './html.ts';

/** `/device`: asks for the code, shows it with Allow and Deny, and takes the answer. */
export function devicePages(state: OidcState): { show: Handler; decide: Handler } {
  const form = new DecisionForm('/device');
  return {
    show: (exchange) => {
      const userCode = exchange.query.get('user_code');
      return userCode === null ? askForCode() : confirmCode(state, userCode, form);
    },
    decide: (exchange) => decideCode(state, form, exchange),
  };
}

function askForCode(): Answer {
  return page(
    'Sign in on a device',
    html`<p>Type the code that the device shows.</p>
      <form method="get" action="/device">
        <div class="row">
          <input
            name="user_code"
            aria-label="Code"
            placeholder="ABCD-EFGH"
            autocomplete="off"
            required
            autofocus
          />
          <button class="main">Continue</button>
        </div>
      </form>`,
  );
}

function confirmCode(state: OidcState, userCode: string, form: DecisionForm): Answer {
  const code = state.devices.waiting(userCode);
  if (code === null) {
    return deadCode();
  }
  return page(
    'Allow this device?',
    html`<p>
        <b>${code.client.clientName}</b> wants to use your access to the accounts of
        ${state.world.sso?.startUrl ?? ''}.
      </p>
      <p>Allow it only if it shows this very code:</p>
      <p class="code">${code.userCode}</p>
      ${form.render(code.userCode)}
      <p class="note">A local AWS, for trying things: nothing here is real.</p>`,
  );
}

function decideCode(state: OidcState, form: DecisionForm, exchange: Exchange): Answer {
  const answered = form.read(exchange);
  if (answered === null) {
    return page('Not accepted', html`<p>This form did not come from the page it belongs to.</p>`, {
      status: 403,
    });
  }
  const code = state.devices.waiting(answered.subject);
  if (code === null) {
    return deadCode();
  }
  state.devices.decide(code, answered.decision);
  return decided(answered.decision);
}

function decided(decision: Decision): Answer {
  return decision === 'allow'
    ? page('Allowed', html`<p>The device is signed in. You can close this window.</p>`)
    : page('Denied', html`<p>The device was refused. You can close this window.</p>`);
}

function deadCode(): Answer {
  return page(
    'No such code',
    html`<p>The code is mistyped, used or expired. Start again on the device.</p>`,
    { status: 400 },
  );
}
