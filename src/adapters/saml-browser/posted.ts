import type { BrowserContext, Route } from 'playwright-core';
import { SIGN_IN_ADDRESS } from '../../core/saml/sign-in-host.ts';

/** Without an icon of its own Chromium would ask the page's host for one. */
const DONE = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>awscred</title>
<link rel="icon" href="data:,"></head><body style="font: 1.2rem system-ui; margin: 4rem">
<p>You are signed in. awscred has what it needs, and you can close this window.</p></body></html>`;

/** Answers in the place of AWS's sign-in pages, of which no request gets out, and takes the response that is posted there. */
export function posted(context: BrowserContext): {
  readonly ready: Promise<unknown>;
  readonly response: Promise<string>;
} {
  let take: (response: string) => void = () => undefined;
  const response = new Promise<string>((resolve) => (take = resolve));
  const answer = async (route: Route): Promise<void> => {
    const text = responseIn(route);
    if (text === null) {
      await route.abort();
      return;
    }
    await route.fulfill({ status: 200, contentType: 'text/html; charset=utf-8', body: DONE });
    take(text);
  };
  // A route that the browser's end has overtaken needs no answer.
  const quietly = async (route: Route): Promise<void> => answer(route).catch(() => undefined);
  return { ready: context.route(SIGN_IN_ADDRESS, quietly), response };
}

function responseIn(route: Route): string | null {
  const request = route.request();
  const isPost = request.method() === 'POST' && /^\/saml(?:\/|$)/.test(new URL(request.url()).pathname);
  return isPost ? new URLSearchParams(request.postData() ?? '').get('SAMLResponse') : null;
}
