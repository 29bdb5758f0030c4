import type { Http, HttpAnswer, HttpRequest, Opening } from '../../../ports/http.ts';

/** What the SDK's clients need of a request handler, and what they hand it. */
export interface SdkHandler {
  handle(request: SdkRequest): Promise<{ response: SdkResponse }>;
  updateHttpClientConfig(): void;
  httpHandlerConfigs(): Record<string, never>;
  readonly metadata: { readonly handlerProtocol: 'http/1.1' };
}

interface SdkRequest {
  readonly method: string;
  readonly protocol: string;
  readonly hostname: string;
  readonly port?: number;
  readonly path: string;
  readonly query?: Readonly<Record<string, string | readonly string[] | null>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

interface SdkResponse {
  readonly statusCode: number;
  readonly headers: Record<string, string>;
  readonly body: Uint8Array;
}

/** One try of one call: the SDK writes and reads the messages, and our transport sends them and keeps the answer. */
interface Wire {
  readonly handler: SdkHandler;
  /** The answer as it came, null where there was none. */
  answer(): HttpAnswer | null;
  /** The error that the transport threw; the SDK changes errors on their way. */
  failure(): unknown;
  /** Closes what was opened and not used. */
  close(): void;
}

interface WireOptions {
  /** Where the call goes: the connection is begun at once, while the SDK that writes the call is still being loaded. */
  readonly endpoint: string;
  readonly caBundle: string | null;
  readonly origin: HttpRequest['origin'];
  readonly bearer: boolean;
  readonly mostBytes?: number;
  readonly totalMs: number;
  readonly nameMs: number;
}

export function createWire(http: Http, { endpoint, ...options }: WireOptions): Wire {
  let opening: Opening | null = http.open({ ...options, url: new URL(endpoint) });
  let answer: HttpAnswer | null = null;
  let failure: unknown = null;
  const handler: SdkHandler = {
    async handle(request) {
      const begun = opening;
      opening = null;
      try {
        answer = await http.send({
          ...options,
          opening: begun,
          method: request.method,
          url: urlOf(request),
          headers: request.headers,
          body: typeof request.body === 'string' || request.body instanceof Uint8Array ? request.body : null,
        });
      } catch (error) {
        failure = error;
        throw error;
      }
      return { response: { statusCode: answer.status, headers: { ...answer.headers }, body: answer.body } };
    },
    updateHttpClientConfig: () => undefined,
    httpHandlerConfigs: () => ({}),
    metadata: { handlerProtocol: 'http/1.1' },
  };
  return { handler, answer: () => answer, failure: () => failure, close: () => opening?.discard() };
}

function urlOf(request: SdkRequest): URL {
  const port = request.port === undefined ? '' : `:${request.port}`;
  const url = new URL(`${request.protocol}//${request.hostname}${port}${request.path}`);
  url.search = Object.entries(request.query ?? {})
    .flatMap(([name, value]) => [value ?? ''].flat().map((one) => `${escape(name)}=${escape(one)}`))
    .join('&');
  return url;
}

/** As AWS signs and reads queries: everything but RFC 3986's unreserved characters. */
function escape(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
