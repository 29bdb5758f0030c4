import { Secret } from '../../core/secret.ts';
import { printable } from '../../core/text/printable.ts';
import { AwscredError } from '../../errors.ts';
import type { Environment } from '../../ports/environment.ts';
import type { BrowserSignIn } from '../../ports/person/sign-in-browser.ts';
import type { BrowserContext } from 'playwright-core';
import { broken, ended } from './browser-end.ts';
import { type FoundBrowser, findBrowser } from './find-browser.ts';
import { launch } from './launch.ts';
import { loadPlaywright, withItsVariablesAway } from './load-playwright.ts';
import { needsPerson } from './needs-person.ts';
import { posted } from './posted.ts';
import { postedAgain } from './posted-again.ts';
import { noteNeededPerson, profileFolder } from './profile-folders.ts';

/** Signs in with a browser of its own profile folder, as ports/person/sign-in-browser.ts says. */
export async function samlResponse(
  request: BrowserSignIn,
  { environment, root }: { readonly environment: Environment; readonly root: string },
): Promise<Secret | null> {
  return withItsVariablesAway(async () => {
    const playwright = await loadPlaywright();
    const browser = findBrowser(request.program, environment);
    const folder = profileFolder(root, request.folder, browser);
    const context = await launch(playwright, browser, { folder, window: request.window });
    try {
      const response = await brought(context, browser, request);
      noteNeededPerson(root, request.folder, response === null);
      return response === null ? null : new Secret(response);
    } finally {
      await context.close().catch(() => undefined);
    }
  });
}

/** Whatever comes first: the response, the end of the window or the browser, or, without a window, a page that waits. */
async function brought(
  context: BrowserContext,
  browser: FoundBrowser,
  request: BrowserSignIn,
): Promise<string | null> {
  const over = new AbortController();
  const way = browser.product === 'firefox' ? postedAgain : posted;
  const answer = await way(context);
  try {
    const page = context.pages()[0] ?? (await context.newPage());
    return await Promise.race([
      answer.response,
      ended(context, browser),
      inTime(request, over.signal),
      opened(page.goto(request.url, { waitUntil: 'commit' }), request.url),
      ...(request.window ? [] : [needsPerson(page, over.signal)]),
    ]);
  } catch (error) {
    throw error instanceof AwscredError ? error : broken(browser, error);
  } finally {
    over.abort();
    answer.end();
  }
}

/** Never resolves: the page that is open leads on. A page that cannot be opened at all is an error. */
async function opened(going: Promise<unknown>, url: string): Promise<never> {
  try {
    await going;
  } catch (error) {
    const code = /net::(ERR_\w+)|NS_(ERROR_\w+)/.exec(String(error));
    const name = code?.[1] ?? code?.[2];
    // Left for another page, or closed meanwhile: others tell.
    if (name !== undefined && name !== 'ERR_ABORTED') {
      throw new AwscredError(
        'NETWORK',
        `the browser could not open ${printable(new URL(url).host, 100)}: ${printable(name, 60)}`,
        { cause: error },
      );
    }
  }
  return new Promise(() => undefined);
}

async function inTime({ timeoutMs, url }: BrowserSignIn, over: AbortSignal): Promise<never> {
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, timeoutMs);
    over.addEventListener('abort', () => clearTimeout(timer));
  });
  throw new AwscredError(
    'TIMEOUT',
    `${printable(new URL(url).host, 100)} sent nothing for AWS within ${Math.round(timeoutMs / 1000)} s (saml_timeout)`,
    { hints: ['try again, and look at the page: saml_window = show opens a window at once'] },
  );
}
