import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { BrowserContext } from 'playwright-core';
import { SIGN_IN_ADDRESS } from '../../core/saml/sign-in-host.ts';
import { DONE, type Posted } from './posted.ts';

const MOST_BYTES = 512 * 1024;

/**
 * For Firefox, which does not tell what a page posts: AWS's sign-in page answers 307, by us, and the browser posts the
 * same form to a listener on loopback, at a path that nobody can guess.
 */
export async function postedAgain(context: BrowserContext): Promise<Posted> {
  const path = `/${randomBytes(32).toString('base64url')}`;
  let take: (response: string) => void = () => undefined;
  const response = new Promise<string>((resolve) => (take = resolve));
  const server = createServer((request, answer) => {
    answer.setHeader('Connection', 'close');
    if (request.method !== 'POST' || request.url !== path) {
      answer.writeHead(404).end();
      return;
    }
    bodyOf(request).then(
      (body) => {
        answer.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8' }).end(DONE);
        const text = new URLSearchParams(body).get('SAMLResponse');
        if (text !== null) {
          take(text);
        }
      },
      () => answer.destroy(),
    );
  });
  const location = `http://127.0.0.1:${await listening(server)}${path}`;
  await context.route(SIGN_IN_ADDRESS, async (route) => {
    const isPost = route.request().method() === 'POST';
    const done = isPost
      ? route.fulfill({ status: 307, headers: { Location: location }, body: '' })
      : route.abort();
    await done.catch(() => undefined);
  });
  return { response, end: () => void server.close() };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MOST_BYTES) {
      throw new RangeError('too much');
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function listening(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : 0);
    });
  });
}
