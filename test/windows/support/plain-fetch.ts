import { request } from 'node:http';

interface Asked {
  readonly method?: string;
  readonly body?: URLSearchParams;
}

/** As `fetch`, whose connections Wine refuses: follows redirects, and keeps the address of the last page. */
export async function plainFetch(
  address: string | URL,
  { method = 'GET', body }: Asked = {},
): Promise<{ readonly url: string; text(): Promise<string> }> {
  const url = new URL(address);
  const text = body?.toString() ?? '';
  const headers =
    body === undefined
      ? {}
      : { 'content-type': 'application/x-www-form-urlencoded', 'content-length': Buffer.byteLength(text) };
  const { location, answer } = await new Promise<{ location: string | undefined; answer: string }>(
    (resolve, reject) => {
      const call = request(url, { method, headers }, (response) => {
        let read = '';
        response.setEncoding('utf8').on('data', (part: string) => (read += part));
        response.on('end', () => resolve({ location: response.headers.location, answer: read }));
      });
      call.on('error', reject);
      call.end(text);
    },
  );
  return location === undefined
    ? { url: url.href, text: async () => await Promise.resolve(answer) }
    : await plainFetch(new URL(location, url));
}
