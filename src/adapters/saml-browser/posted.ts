import type { BrowserContext, Route } from 'playwright-core';
import { SIGN_IN_ADDRESS } from '../../core/saml/sign-in-host.ts';

/** Without an icon of its own Chromium would ask the page's host for one. */
export const DONE = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>awscred</title>
<link rel="icon" href="data:,"></head><body style="font: 1.2rem system-ui; margin: 4rem">
<p>You are signed in. awscred has what it needs, and you can close this window.</p></body></html>`;

export interface Posted {
  /** What a page has posted to AWS's sign-in: it never arrives there. */
  readonly response: Promise<string>;
  end(): void;
}

/** Answers in the place of AWS's sign-in pages, of which no request gets out, and takes the response that is posted there. */
export async function posted(context: BrowserContext): Promise<Posted> {
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
  await context.route(SIGN_IN_ADDRESS, async (route) => answer(route).catch(() => undefined));
  return { response, end: () => undefined };
}

function responseIn(route: Route): string | null {
  const request = route.request();
  const isPost = request.method() === 'POST' && /^\/saml(?:\/|$)/.test(new URL(request.url()).pathname);
  return isPost ? new URLSearchParams(request.postData() ?? '').get('SAMLResponse') : null;
}
