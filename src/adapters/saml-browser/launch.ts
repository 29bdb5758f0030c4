import type { BrowserContext } from 'playwright-core';
import { NOWHERE } from '../../core/saml/sign-in-host.ts';
import { programSurroundings } from '../process/program-surroundings.ts';
import { broken } from './browser-end.ts';
import type { FoundBrowser } from './find-browser.ts';
import type { Playwright } from './load-playwright.ts';

const LAUNCH_MS = 30_000;

/** A browser with a profile folder, which ends with us: it is led through a pipe of ours. */
export async function launch(
  { chromium }: Playwright,
  browser: FoundBrowser,
  { folder, window }: { readonly folder: string; readonly window: boolean },
): Promise<BrowserContext> {
  try {
    const context = await chromium.launchPersistentContext(folder, {
      executablePath: browser.path,
      headless: !window,
      // Left out, the browser would run without its sandbox.
      chromiumSandbox: true,
      args: [
        // Providers refuse a browser that says it is automated (navigator.webdriver).
        '--disable-blink-features=AutomationControlled',
        `--host-resolver-rules=${NOWHERE}`,
        '--no-first-run',
        '--no-default-browser-check',
      ],
      // People's password managers are extensions.
      ignoreDefaultArgs: ['--disable-extensions'],
      env: definedOf(programSurroundings().env),
      viewport: null,
      acceptDownloads: false,
      handleSIGINT: false,
      handleSIGTERM: false,
      handleSIGHUP: false,
      timeout: LAUNCH_MS,
    });
    context.setDefaultTimeout(0);
    return context;
  } catch (error) {
    throw broken(browser, error);
  }
}

function definedOf(env: NodeJS.ProcessEnv): Record<string, string> {
  const pairs = Object.entries(env).filter((pair): pair is [string, string] => pair[1] !== undefined);
  return Object.fromEntries(pairs);
}
