import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { type Exchange, formOf, header } from '../http/exchange.ts';
import type { Decision } from '../oidc/device-codes.ts';
import { type Html, html } from './html.ts';

/** What a posted form says once it is known to come from one of our own pages. */
export interface Answered {
  /** The hidden subject: a user code, or a request's id. */
  readonly subject: string;
  readonly decision: Decision;
}

/** The Allow/Deny form. Its seal, which another site's page cannot read, keeps that page from pressing Allow. */
export class DecisionForm {
  readonly #action: string;
  readonly #key = randomBytes(32);

  /** `action` is the path it posts to. */
  constructor(action: string) {
    this.#action = action;
  }

  render(subject: string): Html {
    return html`<form method="post" action="${this.#action}">
      <input type="hidden" name="subject" value="${subject}" />
      <input type="hidden" name="seal" value="${this.#seal(subject)}" />
      <div class="row">
        <button class="main" name="decision" value="allow">Allow</button>
        <button name="decision" value="deny">Deny</button>
      </div>
    </form>`;
  }

  /** Null for a form that is not ours, not whole, or posted by another origin. */
  read(exchange: Exchange): Answered | null {
    const form = formOf(exchange);
    const subject = form.get('subject') ?? '';
    const given = Buffer.from(form.get('seal') ?? '');
    const wanted = Buffer.from(this.#seal(subject));
    const decision = form.get('decision');
    const isOurs = isSameOrigin(exchange) && given.length === wanted.length && timingSafeEqual(given, wanted);
    return isOurs && (decision === 'allow' || decision === 'deny') ? { subject, decision } : null;
  }

  #seal(subject: string): string {
    return createHmac('sha256', this.#key).update(subject).digest('base64url');
  }
}

function isSameOrigin(exchange: Exchange): boolean {
  const origin = header(exchange, 'origin');
  const site = header(exchange, 'sec-fetch-site');
  const isOwnOrigin = origin === null || origin.replace(/^https?:\/\//, '') === header(exchange, 'host');
  return isOwnOrigin && (site === null || site === 'same-origin' || site === 'none');
}
