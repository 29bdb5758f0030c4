import type { Page } from 'playwright-core';

/** A page that neither moves on nor asks anything for so long waits for a person. */
const STILL_MS = 2500;
/** A form that is seen for so long asks one. */
const ASKS_MS = 400;
const MOST_MS = 25_000;
const LOOK_MS = 100;

/** Whether the page shows a field to fill in. Text, since it runs in the page. */
const HAS_FIELD = `document.readyState === 'complete' && [...document.querySelectorAll('input')].some((field) =>
  ['password', 'email', 'text', 'tel', 'number'].includes(field.type) && field.checkVisibility())`;

/** Null once the page has come to where a person must go on; never, if it gets there without one. */
export async function needsPerson(page: Page, over: AbortSignal): Promise<null> {
  let moved = performance.now();
  let asking: number | null = null;
  const began = moved;
  page.on('framenavigated', () => {
    moved = performance.now();
    asking = null;
  });
  await hideHeadless(page);
  while (!over.aborted) {
    await pause();
    const now = performance.now();
    const isAsking = await page.evaluate<boolean>(HAS_FIELD).catch(() => false);
    asking = isAsking ? (asking ?? now) : null;
    if (now - began > MOST_MS || now - moved > STILL_MS || (asking !== null && now - asking > ASKS_MS)) {
      return null;
    }
  }
  return null;
}

/** Providers take a browser that calls itself headless for a robot. */
async function hideHeadless(page: Page): Promise<void> {
  try {
    const session = await page.context().newCDPSession(page);
    const { userAgent } = await session.send('Browser.getVersion');
    await session.send('Emulation.setUserAgentOverride', {
      userAgent: userAgent.replace('HeadlessChrome', 'Chrome'),
    });
  } catch {
    // Firefox, or a page that is gone.
  }
}

function pause(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, LOOK_MS);
  });
}
