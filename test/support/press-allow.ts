// A browser for tests: fetches the page it is given, fills in its one form and presses Allow (or Deny), follows the redirects.
const [url = '', button = 'Allow'] = process.argv.slice(2);

const page = await fetch(url, { redirect: 'follow' });
const html = await page.text();
const action = /<form[^>]*action="([^"]*)"/i.exec(html)?.[1];
if (action !== undefined) {
  const fields = new URLSearchParams();
  for (const [tag] of html.matchAll(/<input[^>]*type="hidden"[^>]*>/gi)) {
    fields.set(
      unescape(/name="([^"]*)"/.exec(tag)?.[1] ?? ''),
      unescape(/value="([^"]*)"/.exec(tag)?.[1] ?? ''),
    );
  }
  const pressed = [...html.matchAll(/<button[^>]*>([^<]*)<\/button>/gi)].find(
    ([, text]) => text?.trim() === button,
  );
  const name = /name="([^"]*)"/.exec(pressed?.[0] ?? '')?.[1];
  if (name !== undefined) {
    fields.set(unescape(name), unescape(/value="([^"]*)"/.exec(pressed?.[0] ?? '')?.[1] ?? ''));
  }
  await fetch(new URL(unescape(action), page.url), { method: 'POST', body: fields, redirect: 'follow' });
}

function unescape(text: string): string {
  return text
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}

export {};
