import { printable, tilde } from '../../../core/text/printable.ts';
import type { Site } from '../../../core/plan/step.ts';

/** The host of a site's endpoint, with its port where that is not the usual one. */
export function hostOf(site: Site): string {
  return printable(URL.canParse(site.endpoint) ? new URL(site.endpoint).host : site.endpoint);
}

/** Where a site's endpoint is configured, as a message says it; null where it is AWS's own. */
export function originOf(site: Site, home: string): string | null {
  if (site.override === null) {
    return null;
  }
  const { file, line, from } = site.override;
  return file === null
    ? `set by ${from ?? 'a variable'}`
    : `set in ${printable(tilde(file, home))}:${line ?? 1}`;
}
