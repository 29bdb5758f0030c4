/** The pages a browser may see at the listener. All static: nothing of a request is ever echoed. */
export const PAGES = {
  done: page('Signed in', 'You are signed in. You can close this window and go back to the terminal.'),
  refused: page(
    'Not signed in',
    'The sign-in was refused. You can close this window and go back to the terminal.',
  ),
  400: page('Wrong answer', 'This is not the answer that awscred is waiting for.'),
  403: page('Not yours', 'Only programs of the user who signs in may answer here.'),
  404: page('Nothing here', 'Nothing is here.'),
  405: page('Not allowed', 'This address does not accept such a request.'),
} as const;

/** Headers of every page. */
export const PAGE_HEADERS = {
  'Content-Type': 'text/html; charset=utf-8',
  'Content-Security-Policy': "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
  'Cache-Control': 'no-store',
  Connection: 'close',
} as const;

function page(title: string, text: string): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>${title} · awscred</title>
<style>body { font: 1.1rem/1.5 system-ui, sans-serif; margin: 20vh auto; max-width: 28rem; padding: 0 1rem }</style>
</head><body><h1>${title}</h1><p>${text}</p></body></html>
`;
}
