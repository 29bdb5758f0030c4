import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { BrowserType } from 'playwright-core';
import { AwscredError } from '../../errors.ts';
import { ownPackageFolders } from '../process/own-packages.ts';

export interface Playwright {
  readonly chromium: BrowserType;
  readonly firefox: BrowserType;
}

/** The version that was tried; package.json names it too. */
const WANTED = 'playwright-core@1.64.1';

export async function loadPlaywright(): Promise<Playwright> {
  return (await import(pathToFileURL(playwrightEntry()).href)) as Playwright;
}

/** playwright-core by its path beside awscred, never what a search from some folder finds. AwscredError UNSUPPORTED (2) without it. */
export function playwrightEntry(): string {
  const entries = ownPackageFolders('playwright-core').map((folder) => join(folder, 'index.mjs'));
  const entry = entries.find((path) => existsSync(path));
  if (entry === undefined) {
    throw new AwscredError(
      'UNSUPPORTED',
      'a SAML sign-in needs playwright-core, which is not installed beside awscred',
      {
        hints: [`npm install -g ${WANTED}`, 'without it: --saml-response FILE (docs/saml.md)'],
      },
    );
  }
  return entry;
}

/**
 * Variables by which playwright-core would log what a page posts (DEBUG), or hand the browser to another host
 * (SELENIUM_REMOTE_URL): they are away while it works.
 */
const ITS_VARIABLES = /^(?:DEBUG(?:_.*)?|PW.*|PLAYWRIGHT.*|SELENIUM_.*)$/i;

export async function withItsVariablesAway<T>(work: () => Promise<T>): Promise<T> {
  const there = Object.entries(process.env).filter(([name]) => ITS_VARIABLES.test(name));
  there.forEach(([name]) => delete process.env[name]);
  try {
    return await work();
  } finally {
    there.forEach(([name, value]) => (process.env[name] = value));
  }
}
