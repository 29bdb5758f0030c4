/** A browser for tests: fetches the page, fills in its one form and presses the button, follows the redirects. */
export async function pressButton(url: string, button: string = 'Allow'): Promise<void> {
  const page = await fetch(url, { redirect: 'follow' });
  const html = await page.text();
  const action = /<form[^>]*action="([^"]*)"/i.exec(html)?.[1];
  if (action !== undefined) {
    const to = new URL(unescaped(action), page.url);
    await fetch(to, { method: 'POST', body: fieldsOf(html, button), redirect: 'follow' });
  }
}

/** The form's hidden fields, and the button's own. */
function fieldsOf(html: string, button: string): URLSearchParams {
  const hidden = [...html.matchAll(/<input[^>]*type="hidden"[^>]*>/gi)].map(([tag]) => tag);
  const pressed = [...html.matchAll(/<button[^>]*>([^<]*)<\/button>/gi)]
    .filter(([, text = '']) => text.trim() === button)
    .map(([tag]) => tag)
    .filter((tag) => /name="/.test(tag));
  return new URLSearchParams(
    [...hidden, ...pressed.slice(0, 1)].map((tag) => [
      attribute(tag, /name="([^"]*)"/),
      attribute(tag, /value="([^"]*)"/),
    ]),
  );
}

function attribute(tag: string, pattern: RegExp): string {
  return unescaped(pattern.exec(tag)?.[1] ?? '');
}

function unescaped(text: string): string {
  return text
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}
