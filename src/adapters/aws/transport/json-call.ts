import { parseJsonObject, type JsonObject } from '../../../core/text/json-text.ts';
import type { SdkConnection } from './call.ts';

/** An unsigned call of AWS's REST protocol with JSON. */
export interface JsonCall {
  /** Below the endpoint's own path, with its `/`. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  /** A POST where there is one, else a GET. */
  readonly body?: Readonly<Record<string, unknown>>;
}

/** The answer's object. Throws for a refusal, which is read from the answer itself, and for what is no object. */
export async function jsonCall(connection: SdkConnection, call: JsonCall): Promise<JsonObject> {
  const { site, requestHandler } = connection;
  const url = new URL(site.endpoint);
  const content = call.body === undefined ? {} : { 'content-type': 'application/json' };
  const { response } = await requestHandler.handle({
    method: call.body === undefined ? 'GET' : 'POST',
    protocol: url.protocol,
    hostname: url.hostname,
    ...(url.port === '' ? {} : { port: Number(url.port) }),
    path: `${url.pathname.replace(/\/$/, '')}${call.path}`,
    query: call.query ?? {},
    headers: { host: url.host, 'user-agent': 'awscred', ...content, ...call.headers },
    ...(call.body === undefined ? {} : { body: JSON.stringify(call.body) }),
  });
  const object = parseJsonObject(Buffer.from(response.body).toString('utf8'));
  if (response.statusCode >= 300 || object === null) {
    throw new Error(`status ${response.statusCode}${object === null ? ', no JSON object' : ''}`);
  }
  return object;
}
