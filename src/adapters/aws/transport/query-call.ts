import { createHash, createHmac, type Hash, type Hmac } from 'node:crypto';
import type { Credentials } from '../../../core/credentials.ts';
import { asJsonObject, type JsonObject } from '../../../core/text/json-text.ts';
import { parseXML, SignatureV4 } from '../sdk/query.ts';
import { keysOf } from '../calls/signing-keys.ts';
import type { SdkConnection } from './call.ts';

/** A call of AWS's query protocol: a signed form in, XML out. */
export interface QueryCall {
  /** Name in the credential scope. */
  readonly service: string;
  readonly version: string;
  readonly action: string;
  readonly parameters: Readonly<Record<string, string>>;
}

/** The `…Result` element; empty where the answer has none. Throws an error shaped as the SDK's for a refusal. */
export async function queryCall(
  connection: SdkConnection,
  as: Credentials,
  { service, version, action, parameters }: QueryCall,
): Promise<JsonObject> {
  const { site, requestHandler, systemClockOffset } = connection;
  const url = new URL(site.endpoint);
  const form = new URLSearchParams({ Action: action, Version: version, ...parameters });
  const request = {
    method: 'POST',
    protocol: url.protocol,
    hostname: url.hostname,
    ...(url.port === '' ? {} : { port: Number(url.port) }),
    // An endpoint's own path, then the operation's, which is `/` for all of them.
    path: `${url.pathname.replace(/\/$/, '')}/`,
    query: {},
    headers: {
      host: url.host,
      'content-type': 'application/x-www-form-urlencoded; charset=utf-8',
      'user-agent': 'awscred',
    },
    body: form.toString(),
  };
  const signer = new SignatureV4({
    service,
    region: site.region,
    sha256: Sha256,
    credentials: keysOf(as),
  });
  const signingDate = new Date(new Date().getTime() + systemClockOffset);
  const { response } = await requestHandler.handle(await signer.sign(request, { signingDate }));
  return resultOf(action, response.statusCode, Buffer.from(response.body).toString('utf8'));
}

function resultOf(action: string, status: number, body: string): JsonObject {
  const root = rootOf(body);
  if (status >= 300 || root === null) {
    const error = asJsonObject(root?.['Error']);
    const code = error?.['Code'];
    // As the SDK marks what the service itself has said.
    const marks = typeof code === 'string' ? { $fault: 'client', Code: code } : {};
    throw Object.assign(new Error(textOf(error?.['Message'])), marks);
  }
  return asJsonObject(root[`${action}Result`]) ?? {};
}

/** What stands in the one outer element; null for what is no XML. */
function rootOf(body: string): JsonObject | null {
  try {
    const document = asJsonObject(parseXML(body));
    const [root] = Object.values(document ?? {});
    return asJsonObject(root);
  } catch {
    return null;
  }
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** As the signer wants it; with a secret an HMAC. */
class Sha256 {
  readonly #hash: Hash | Hmac;

  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    this.#hash = secret === undefined ? createHash('sha256') : createHmac('sha256', bytes(secret));
  }

  update(chunk: string | ArrayBuffer | ArrayBufferView): void {
    this.#hash.update(bytes(chunk));
  }

  async digest(): Promise<Uint8Array> {
    return Promise.resolve(this.#hash.digest());
  }

  reset(): void {}
}

function bytes(chunk: string | ArrayBuffer | ArrayBufferView): Uint8Array {
  if (typeof chunk === 'string') {
    return Buffer.from(chunk, 'utf8');
  }
  return ArrayBuffer.isView(chunk)
    ? new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.byteLength)
    : new Uint8Array(chunk);
}
