// `BROWSER` for a run under Wine: presses Allow on the page that it is given.
import { pressButton } from '../../support/browser/press-button.ts';
import { plainFetch } from './plain-fetch.ts';

globalThis.fetch = plainFetch as typeof fetch;
await pressButton(process.argv[2] ?? '');
