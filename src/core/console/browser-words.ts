import { AwscredError } from '../../errors.ts';
import { quoted } from '../text/printable.ts';
import { asJsonObject, parseJsonObject, textIn } from '../text/json-text.ts';

/** Which browser opens the console, and as whom in it. */
export interface BrowserChoice {
  /** A program, by its full path or by a name on PATH; null for the kind's own, or the system's default. */
  readonly program: string | null;
  /** A container of Firefox. */
  readonly container: string | null;
  /** A profile of Chrome, Chromium, Edge or Brave, by its name or its folder. */
  readonly chromeProfile: string | null;
  /** A colour's word for the container; null for none. */
  readonly colour: string | null;
}

/** Colours that Firefox's containers have. */
const CONTAINER_COLOURS = ['blue', 'turquoise', 'green', 'yellow', 'orange', 'red', 'pink', 'purple'];

/** The console's own colours for a switched role. */
const ROLE_COLOURS: ReadonlyMap<string, string> = new Map([
  ['red', 'F2B0A9'],
  ['orange', 'FBBF93'],
  ['yellow', 'FAD791'],
  ['green', 'B7CA9D'],
  ['blue', '99BCE3'],
]);

/** Six hexadecimal digits for a switched role. AwscredError USAGE for a colour that it cannot have. */
export function roleColour(given: string): string {
  const hex = /^#?([0-9a-f]{6})$/i.exec(given)?.[1]?.toUpperCase() ?? ROLE_COLOURS.get(given.toLowerCase());
  if (hex === undefined) {
    throw badColour(given, `six hexadecimal digits, or ${[...ROLE_COLOURS.keys()].join(', ')}`);
  }
  return hex;
}

/** A container's colour. AwscredError USAGE for one that it cannot have. */
export function containerColour(given: string): string {
  const word = given.toLowerCase();
  if (!CONTAINER_COLOURS.includes(word)) {
    throw badColour(given, CONTAINER_COLOURS.join(', '));
  }
  return word;
}

function badColour(given: string, there: string): AwscredError {
  return new AwscredError('USAGE', `colour ${quoted(given)} is not one of: ${there}`);
}

/** A value that may stand in `console_color`: any that one of the two takes. */
export function isColour(text: string): boolean {
  return /^#?[0-9a-f]{6}$/i.test(text) || CONTAINER_COLOURS.includes(text.toLowerCase());
}

/** Chrome and what is made of it: programs in the order of trying, and where each keeps its profiles under the home. */
const CHROMES: readonly (readonly [RegExp, readonly string[], Readonly<Record<string, string>>])[] = [
  [
    /chrome/i,
    ['google-chrome', 'google-chrome-stable'],
    { linux: '.config/google-chrome', darwin: 'Library/Application Support/Google/Chrome' },
  ],
  [
    /chromium/i,
    ['chromium', 'chromium-browser'],
    { linux: '.config/chromium', darwin: 'Library/Application Support/Chromium' },
  ],
  [
    /edge/i,
    ['microsoft-edge'],
    { linux: '.config/microsoft-edge', darwin: 'Library/Application Support/Microsoft Edge' },
  ],
  [
    /brave/i,
    ['brave-browser'],
    {
      linux: '.config/BraveSoftware/Brave-Browser',
      darwin: 'Library/Application Support/BraveSoftware/Brave-Browser',
    },
  ],
  [/vivaldi/i, ['vivaldi'], { linux: '.config/vivaldi', darwin: 'Library/Application Support/Vivaldi' }],
];

/** Programs to try, and how each keeps the file that names its profiles. */
export function chromePrograms(program: string | null): readonly string[] {
  return program === null ? CHROMES.flatMap(([, programs]) => programs) : [program];
}

/** `Local State` of the browser a program is, below the home; null for an unknown one. */
export function localState(program: string, platform: string): string | null {
  const base = program.split(/[\\/]/).at(-1) ?? '';
  const folder = CHROMES.find(([name]) => name.test(base))?.[2][platform];
  return folder === undefined ? null : `${folder}/Local State`;
}

/** The folder of a profile: by the name that the browser shows, else as given, which the browser then makes. */
export function profileFolder(name: string, state: string | null): string {
  const root = parseJsonObject(state ?? '') ?? {};
  const cache = asJsonObject(asJsonObject(root['profile'])?.['info_cache']) ?? {};
  const found = Object.entries(cache).find(([, info]) => textIn(asJsonObject(info) ?? {}, 'name') === name);
  return found?.[0] ?? name.replace(/[\\/]/g, '-');
}

/** Firefox opens such an address in a container, by the add-on "Open external links in a container". */
export function containerAddress(name: string, colour: string | null, address: string): string {
  const fields = [['name', name], ['url', address], ...(colour === null ? [] : [['color', colour]])];
  const query = fields.map(([key = '', value = '']) => `${key}=${encodeURIComponent(value)}`);
  return `ext+container:${query.join('&')}`;
}
