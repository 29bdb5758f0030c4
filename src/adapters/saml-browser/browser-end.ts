import type { BrowserContext } from 'playwright-core';
import { printable } from '../../core/text/printable.ts';
import { AwscredError } from '../../errors.ts';
import type { FoundBrowser } from './find-browser.ts';

/** Rejects when the person closes the last window (INTERRUPTED), or the browser ends by itself (BROWSER). Never resolves. */
export async function ended(context: BrowserContext, browser: FoundBrowser): Promise<never> {
  const session = await context
    .browser()
    ?.newBrowserCDPSession()
    // Firefox has none.
    .catch(() => undefined);
  return new Promise((_resolve, reject) => {
    const look = (): void => {
      if (context.pages().length > 0) {
        return;
      }
      // A browser whose window was closed still answers on its way out; one that was killed does not.
      const isAlive = session?.send('Browser.getVersion') ?? Promise.resolve();
      isAlive.then(
        () =>
          reject(
            new AwscredError('INTERRUPTED', 'the browser window was closed before the sign-in was done'),
          ),
        (error: unknown) => reject(broken(browser, error)),
      );
    };
    const watch = (page: { on(event: 'close' | 'crash', then: () => void): unknown }): void => {
      page.on('close', look);
      page.on('crash', () => reject(broken(browser, new Error('its page crashed'))));
    };
    context.pages().forEach(watch);
    context.on('page', watch);
    context.on('close', look);
  });
}

/** A browser that could not be started, or ended: with its own words, where it has said some. */
export function broken({ path }: FoundBrowser, error: unknown): AwscredError {
  const text = error instanceof Error ? error.message : String(error);
  const said = [...text.matchAll(/\[(?:pid=\d+\]\[)?err\] (.+)/g)].map(([, line = '']) => line.trim());
  const isRoot = /as root without --no-sandbox/i.test(text);
  return new AwscredError('BROWSER', `the browser ${printable(path, 200)} could not be started, or ended`, {
    details: said.slice(-3).map((line) => printable(line, 200)),
    hints: [
      isRoot
        ? 'as root, Chromium runs only without its sandbox: sign in as another user'
        : 'another one: awscred settings set saml_browser /full/path',
    ],
    cause: error,
  });
}
