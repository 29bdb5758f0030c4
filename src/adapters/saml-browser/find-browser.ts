import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, isAbsolute, join } from 'node:path';
import { printable } from '../../core/text/printable.ts';
import { AwscredError } from '../../errors.ts';
import type { Environment } from '../../ports/environment.ts';

export interface FoundBrowser {
  /** Full path. */
  readonly path: string;
  /** Its profile folders are its own. */
  readonly product: 'chrome' | 'chromium' | 'edge' | 'firefox';
}

type Surroundings = Pick<Environment, 'get' | 'home' | 'platform'>;

const NAMES = [
  'google-chrome-stable',
  'google-chrome',
  'chromium',
  'chromium-browser',
  'microsoft-edge-stable',
  'microsoft-edge',
  'firefox',
  'firefox-esr',
];

const MAC = [
  'Google Chrome.app/Contents/MacOS/Google Chrome',
  'Chromium.app/Contents/MacOS/Chromium',
  'Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  'Firefox.app/Contents/MacOS/firefox',
];

const WINDOWS = [
  'Google\\Chrome\\Application\\chrome.exe',
  'Microsoft\\Edge\\Application\\msedge.exe',
  'Mozilla Firefox\\firefox.exe',
];

/** The browser that `saml_browser` names, else the first in the usual places. AwscredError SETTINGS (2) where there is none. */
export function findBrowser(chosen: string, surroundings: Surroundings): FoundBrowser {
  const path = chosen === '' ? usualPlaces(surroundings).find(isProgram) : chosen;
  if (path === undefined || !isProgram(path)) {
    const missing =
      chosen === ''
        ? 'found no Chrome, Chromium, Edge or Firefox for the sign-in'
        : `saml_browser = ${printable(chosen, 200)} is no program`;
    throw new AwscredError('SETTINGS', missing, {
      hints: [
        'name one: awscred settings set saml_browser /full/path',
        'without a browser: --saml-response FILE (docs/saml.md)',
      ],
    });
  }
  return { path, product: productOf(path) };
}

function productOf(path: string): FoundBrowser['product'] {
  const name = path.split(/[\\/]/).at(-1)?.toLowerCase() ?? '';
  const known = (['firefox', 'edge', 'chrome'] as const).find((product) => name.includes(product));
  return known ?? 'chromium';
}

function usualPlaces({ get, home, platform }: Surroundings): readonly string[] {
  if (platform === 'darwin') {
    return MAC.flatMap((app) => [`/Applications/${app}`, `${home}/Applications/${app}`]);
  }
  if (platform === 'win32') {
    const roots = ['ProgramFiles', 'ProgramFiles(x86)', 'LOCALAPPDATA'].map(get);
    return WINDOWS.flatMap((end) => roots.flatMap((root) => (root === null ? [] : [`${root}\\${end}`])));
  }
  // A relative entry of PATH would be another program in every folder.
  const folders = (get('PATH') ?? '').split(delimiter).filter((folder) => isAbsolute(folder));
  return NAMES.flatMap((name) => [...folders, '/usr/bin', '/snap/bin'].map((folder) => join(folder, name)));
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
