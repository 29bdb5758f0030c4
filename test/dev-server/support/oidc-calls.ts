import type { DevServer } from '../../../src/dev-server/dev-server.ts';
import { DEVICE_CODE } from '../../../src/dev-server/oidc/client-registry.ts';
import type { JsonObject } from './json-object.ts';
import { postJson, type RawAnswer } from './raw-http.ts';

export const REDIRECT = 'http://127.0.0.1:41234/oauth/callback';
/** RFC 7636, appendix B. */
export const VERIFIER = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk';
export const CHALLENGE = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM';

/** The status, AWS's name of the refusal (null for none) and the JSON of an answer. */
export interface JsonAnswer {
  readonly status: number;
  readonly refusal: string | null;
  readonly json: JsonObject;
}

export interface Client {
  readonly clientId: string;
  readonly clientSecret: string;
}

export function readJson(answer: RawAnswer): JsonAnswer {
  const refusal = answer.headers['x-amzn-errortype'];
  const json = JSON.parse(answer.body === '' ? '{}' : answer.body) as JsonObject;
  return { status: answer.status, refusal: typeof refusal === 'string' ? refusal : null, json };
}

export async function call(server: DevServer, path: string, body: unknown): Promise<JsonAnswer> {
  return readJson(await postJson(server.url, path, body));
}

/** Registers a client; by default for the device code, with the scope that yields refresh tokens. */
export async function register(server: DevServer, more: JsonObject = {}): Promise<Client> {
  const scopes = ['sso:account:access'];
  const { json } = await call(server, '/client/register', {
    clientName: 'awscred-test',
    clientType: 'public',
    scopes,
    ...more,
  });
  return { clientId: text(json, 'clientId'), clientSecret: text(json, 'clientSecret') };
}

export function registerForCode(server: DevServer): Promise<Client> {
  const grantTypes = ['authorization_code', 'refresh_token'];
  return register(server, { grantTypes, redirectUris: ['http://127.0.0.1/oauth/callback'] });
}

export function startDevice(
  server: DevServer,
  client: Client,
  startUrl = 'https://acme.awsapps.com/start',
): Promise<JsonAnswer> {
  return call(server, '/device_authorization', { ...client, startUrl });
}

export function poll(server: DevServer, client: Client, deviceCode: unknown): Promise<JsonAnswer> {
  return call(server, '/token', { ...client, grantType: DEVICE_CODE, deviceCode });
}

export function refresh(server: DevServer, client: Client, refreshToken: unknown): Promise<JsonAnswer> {
  return call(server, '/token', { ...client, grantType: 'refresh_token', refreshToken });
}

/** A whole device-code sign-in, approved as its page would. */
export async function signIn(
  server: DevServer,
  more: JsonObject = {},
): Promise<{ client: Client; tokens: JsonObject }> {
  const client = await register(server, more);
  const { json } = await startDevice(server, client);
  server.decide(text(json, 'userCode'), 'allow');
  return { client, tokens: (await poll(server, client, json['deviceCode'])).json };
}

/** The address of /authorize as the AWS CLI makes it, with changes; null leaves a parameter out. */
export function authorizePath(client: Client, changes: Readonly<Record<string, string | null>> = {}): string {
  const parameters: Record<string, string | null> = {
    response_type: 'code',
    client_id: client.clientId,
    redirect_uri: REDIRECT,
    state: 'a-state',
    code_challenge_method: 'S256',
    scopes: 'sso:account:access',
    code_challenge: CHALLENGE,
    ...changes,
  };
  const pairs = Object.entries(parameters).filter((pair): pair is [string, string] => pair[1] !== null);
  return `/authorize?${new URLSearchParams(pairs).toString()}`;
}

export function text(json: JsonObject, key: string): string {
  const value = json[key];
  if (typeof value !== 'string') {
    throw new Error(`no text ${key} in the answer`);
  }
  return value;
}
