import type { BrowserContext } from 'playwright-core';
import { NOWHERE } from '../../core/saml/sign-in-host.ts';
import { programSurroundings } from '../process/program/program-surroundings.ts';
import { broken } from './browser-end.ts';
import type { FoundBrowser } from './find-browser.ts';
import type { Playwright } from './load-playwright.ts';

const LAUNCH_MS = 30_000;

/** A browser with a profile folder, which ends with us: Chromium is led through a pipe, Firefox through a socket of ours. */
export async function launch(
  { chromium, firefox }: Playwright,
  browser: FoundBrowser,
  { folder, window }: { readonly folder: string; readonly window: boolean },
): Promise<BrowserContext> {
  const options = {
    executablePath: browser.path,
    headless: !window,
    env: definedOf(programSurroundings().env),
    viewport: null,
    acceptDownloads: false,
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
    timeout: LAUNCH_MS,
  };
  try {
    const context =
      browser.product === 'firefox'
        ? await firefox.launchPersistentContext(folder, { ...options, ...FIREFOX })
        : await chromium.launchPersistentContext(folder, { ...options, ...CHROMIUM });
    context.setDefaultTimeout(0);
    if (browser.product === 'firefox') {
      await context.addInitScript(NO_ROBOT);
    }
    return context;
  } catch (error) {
    throw broken(browser, error);
  }
}

/** Firefox has no switch for it. */
const NO_ROBOT = `Object.defineProperty(Navigator.prototype, 'webdriver', { get: () => false })`;

const FIREFOX = {
  channel: 'moz-firefox',
  firefoxUserPrefs: {
    // It would connect ahead of a page that it expects.
    'network.http.speculative-parallel-limit': 0,
    'network.dns.disablePrefetch': true,
  },
};

const CHROMIUM = {
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
};

function definedOf(env: NodeJS.ProcessEnv): Record<string, string> {
  const pairs = Object.entries(env).filter((pair): pair is [string, string] => pair[1] !== undefined);
  return Object.fromEntries(pairs);
}
