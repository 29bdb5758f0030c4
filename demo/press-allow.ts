/** The demo's person: opens a sign-in page and presses Allow. Started as `$BROWSER URL`. */
const page = await fetch(process.argv[2] ?? '');
const html = await page.text();
const form = /<form[^>]*action="([^"]*)"/i.exec(html);
if (form !== null) {
  const fields = new URLSearchParams();
  for (const [tag] of html.matchAll(/<input[^>]*type="hidden"[^>]*>/gi)) {
    fields.set(attribute(tag, 'name'), attribute(tag, 'value'));
  }
  const [allow] = [...html.matchAll(/<button[^>]*>\s*Allow\s*<\/button>/gi)][0] ?? [''];
  fields.set(attribute(allow, 'name'), attribute(allow, 'value'));
  await fetch(new URL(plain(form[1] ?? ''), page.url), { method: 'POST', body: fields });
}

function attribute(tag: string, name: string): string {
  return plain(new RegExp(` ${name}="([^"]*)"`).exec(tag)?.[1] ?? '');
}

function plain(html: string): string {
  return html
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}
