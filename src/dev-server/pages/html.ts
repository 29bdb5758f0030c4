import { createHash } from 'node:crypto';
import type { Answer } from '../http/exchange.ts';

const STYLE = `
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; background: light-dark(#f3f4f6, #16191f) }
main { max-width: 26rem; margin: 1rem; padding: 2rem; border-radius: 12px; background: light-dark(#fff, #22272f);
  box-shadow: 0 1px 3px #0003 }
h1 { margin: 0 0 .5rem; font-size: 1.3rem }
.code { font: 600 1.8rem ui-monospace, monospace; letter-spacing: .12em; text-align: center; margin: 1rem 0 }
.note { color: light-dark(#555, #aaa); font-size: .85rem }
.row { display: flex; gap: .75rem; margin-top: 1.5rem }
input, button { font: inherit; padding: .6rem 1rem; border-radius: 8px; border: 1px solid #8888 }
input, button { flex: 1; min-width: 0 }
button { cursor: pointer }
button.main { background: #0b5cad; border-color: #0b5cad; color: #fff }
`;

const STYLE_HASH = hashOf(STYLE);

function hashOf(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}

/** Text that has been escaped already, or is ours. */
export class Html {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** A template whose values are escaped, except those that are Html themselves. */
export function html(parts: TemplateStringsArray, ...values: readonly (string | Html)[]): Html {
  const text = parts.reduce((made, part, index) => {
    const value = values[index - 1] ?? '';
    return made + (value instanceof Html ? value.text : escapeHtml(value)) + part;
  });
  return new Html(text);
}

interface PageOptions {
  readonly status?: number;
  /** Where the form may lead besides this server, e.g. the loopback listener behind a redirect. */
  readonly formTarget?: string;
  /** The one script that may run; ours, no foreign text. */
  readonly script?: string;
}

// Outside any template: its hash is over every byte between the tags.
const STYLE_ELEMENT = new Html(`<style>${STYLE}</style>`);

/** A whole page: no script but the one that is asked for, nothing loaded, never in a frame, never kept. */
export function page(title: string, content: Html, options: PageOptions = {}): Answer {
  const policy = [
    "default-src 'none'",
    `style-src ${STYLE_HASH}`,
    `form-action 'self' ${options.formTarget ?? ''}`.trim(),
    "frame-ancestors 'none'",
    "base-uri 'none'",
    ...(options.script === undefined ? [] : [`script-src ${hashOf(options.script)}`]),
  ];
  const script = options.script === undefined ? '' : new Html(`<script>${options.script}</script>`);
  const body = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width" />
        <title>${title}</title>
        ${STYLE_ELEMENT}
      </head>
      <body>
        <main>
          <h1>${title}</h1>
          ${content}
        </main>
        ${script}
      </body>
    </html> `;
  return {
    status: options.status ?? 200,
    headers: {
      'Content-Type': 'text/html; charset=utf-8',
      'Content-Security-Policy': policy.join('; '),
      'Cache-Control': 'no-store',
      // Not no-referrer: with that, browsers post our own form with `Origin: null`.
      'Referrer-Policy': 'same-origin',
      'X-Content-Type-Options': 'nosniff',
      'X-Frame-Options': 'DENY',
    },
    body: body.text,
  };
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (char) => ENTITIES[char] ?? char);
}
