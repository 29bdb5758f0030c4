import { request } from 'node:http';

export interface RawRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface RawAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

/** Sends exactly what it is given (fetch would forbid a Host of one's own). Rejects on a reset or a cut body. */
export function send(baseUrl: string, { method, path, headers, body }: RawRequest): Promise<RawAnswer> {
  const length = String(Buffer.byteLength(body ?? ''));
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(baseUrl);
    const outgoing = request(
      { hostname, port, method, path, headers: { ...headers, 'content-length': length }, agent: false },
      (incoming) => {
        const chunks: Buffer[] = [];
        incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
        incoming.on('error', reject);
        incoming.on('end', () =>
          resolve({
            status: incoming.statusCode ?? 0,
            headers: incoming.headers,
            body: Buffer.concat(chunks).toString('utf8'),
          }),
        );
      },
    );
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

export function postJson(baseUrl: string, path: string, value: unknown): Promise<RawAnswer> {
  const headers = { 'content-type': 'application/json' };
  return send(baseUrl, { method: 'POST', path, headers, body: JSON.stringify(value) });
}

export function get(baseUrl: string, path: string, headers: Record<string, string> = {}): Promise<RawAnswer> {
  return send(baseUrl, { method: 'GET', path, headers });
}

/** The `<Code>` and `<Message>` of an error of STS. */
export function stsError(answer: RawAnswer): { status: number; code: string; message: string } {
  const text = (tag: string): string =>
    new RegExp(`<${tag}>(.*?)</${tag}>`, 's').exec(answer.body)?.[1] ?? '';
  return { status: answer.status, code: text('Code'), message: text('Message') };
}
