import { withoutTrailing } from '../text/without-trailing.ts';
import { AwscredError } from '../../errors.ts';
import { quoted } from '../text/printable.ts';
import type { Setting } from '../plan/step.ts';

/** Scheme, authority, path. No query or fragment, and nothing that a URL parser would silently repair. */
const FORM = /^(https?):\/\/([^/\\?#@\s]+)(\/[^\\?#\s]*)?$/i;

/**
 * A configured endpoint as a base URL without a trailing slash. AwscredError CONFIG where it has no scheme, an odd
 * one, or a user name; a value with a user name may hold a password and is not shown.
 */
export function endpointUrl(setting: Setting, subject: string): string {
  const { value } = setting;
  if (/@/.test(value)) {
    throw new AwscredError(
      'CONFIG',
      `${subject} has an "@": an endpoint cannot hold a user name or password`,
      {
        at: setting,
      },
    );
  }
  const url =
    FORM.test(value) && !/[\0-\x1f\x7f-\x9f]/.test(value) && URL.canParse(value) ? new URL(value) : null;
  if (url === null) {
    const message = `${subject} = ${quoted(value)} is not a URL that begins with https:// or http://`;
    throw new AwscredError('CONFIG', message, { at: setting });
  }
  return withoutTrailing(`${url.origin}${url.pathname}`, '/');
}
