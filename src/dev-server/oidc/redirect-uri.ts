/** Whether a redirect URI may be registered: http to a loopback address, or https; no fragment. */
export function isRegistrable(redirectUri: string): boolean {
  const url = parse(redirectUri);
  return (
    url !== null &&
    url.hash === '' &&
    (url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url)))
  );
}

/** Whether a redirect URI is one of those registered; for loopback addresses the port does not count (RFC 8252 §7.3). */
export function isRegistered(redirectUri: string, registered: readonly string[]): boolean {
  const url = parse(redirectUri);
  return (
    url !== null &&
    isRegistrable(redirectUri) &&
    registered.some((uri) => comparable(uri) === comparable(redirectUri))
  );
}

function comparable(uri: string): string {
  const url = parse(uri);
  if (url !== null && isLoopback(url)) {
    url.port = '';
  }
  return url?.href ?? uri;
}

function isLoopback(url: URL): boolean {
  return url.hostname === '127.0.0.1' || url.hostname === '[::1]';
}

function parse(uri: string): URL | null {
  return URL.canParse(uri) ? new URL(uri) : null;
}
