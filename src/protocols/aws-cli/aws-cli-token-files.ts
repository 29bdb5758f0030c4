import { AwscredError } from '../../errors.ts';
import type { SsoSession } from '../../core/plan/step.ts';
import type { Ports } from '../../ports/index.ts';
import { registeredScopes, scopesNoteName, scopesNoteText } from './aws-cli-registration.ts';
import {
  isFor,
  parseObject,
  parseToken,
  tokenFileName,
  tokenFileText,
  type AwsCliToken,
} from './aws-cli-token.ts';
import type { SsoToken } from '../sso/sso-access-token.ts';

type Needed = Pick<Ports, 'clock' | 'environment' | 'files' | 'report'>;

/**
 * The AWS CLI's token for the session, if its start URL, region and scopes match; null otherwise. The scopes are
 * those of the registration file with the same client. An unreadable file is ignored: it belongs to another tool.
 */
export async function readAwsCliToken(session: SsoSession, ports: Needed): Promise<AwsCliToken | null> {
  const fields = await readFields(session, ports);
  const token = fields === null ? null : parseToken(fields);
  if (token === null) {
    return null;
  }
  if (!isFor(token, session)) {
    ports.report.fact('the token of the AWS CLI is for another start URL or region: not used');
    return null;
  }
  if (!hasScopes(token, session, ports)) {
    ports.report.fact('the token of the AWS CLI lacks a scope that is configured: not used');
    return null;
  }
  return token;
}

/** The token file's text, to see whether it has changed; null where it cannot be read. */
export function awsCliTokenText(session: SsoSession, ports: Needed): string | null {
  return readQuietly(pathOf(tokenFileName(session), ports), ports);
}

/** Writes the token file in place, atomically; what else was in it stays. False when `~/.aws` cannot be written. */
export async function writeAwsCliToken(
  token: SsoToken,
  session: SsoSession,
  ports: Needed,
): Promise<boolean> {
  if (!isTrusted(pathOf(tokenFileName(session), ports), ports)) {
    return false;
  }
  const before = (await readFields(session, ports)) ?? {};
  try {
    ports.files.write(pathOf(tokenFileName(session), ports), tokenFileText(token, session, before), PRIVATE);
    return true;
  } catch (error) {
    ports.report.debug(`the token file cannot be written: ${messageOf(error)}`);
    return false;
  }
}

/** Remembers beside a token file that awscred obtained its token, and with which scopes. */
export function noteScopes(
  client: { readonly clientId: string; readonly scopes: readonly string[] },
  session: SsoSession,
  ports: Needed,
): void {
  try {
    const text = scopesNoteText(client.clientId, client.scopes);
    ports.files.write(pathOf(scopesNoteName(session), ports), text);
  } catch (error) {
    ports.report.debug(`awscred could not write its note next to the token file: ${messageOf(error)}`);
  }
}

/** Whether awscred itself obtained the token that is in the file. */
export function isOurs(token: AwsCliToken, session: SsoSession, ports: Needed): boolean {
  const note = readQuietly(pathOf(scopesNoteName(session), ports), ports);
  return note !== null && token.client !== null && registeredScopes(note, token.client.clientId) !== null;
}

/** Removes the token file and the note beside it. */
export function removeAwsCliToken(session: SsoSession, ports: Needed): void {
  const paths = [tokenFileName(session), scopesNoteName(session)].map((name) => pathOf(name, ports));
  for (const path of paths.filter((each) => isTrusted(each, ports))) {
    ports.files.remove(path);
  }
}

async function readFields(
  session: SsoSession,
  ports: Needed,
): Promise<Readonly<Record<string, unknown>> | null> {
  const path = pathOf(tokenFileName(session), ports);
  const text = readQuietly(path, ports);
  const fields = text === null ? null : parseObject(text);
  if (text === null || fields !== null) {
    return fields;
  }
  // The AWS CLI truncates the file and then writes it: this may be half of it.
  await ports.clock.sleep(REREAD_MS);
  return parseObject(readQuietly(path, ports) ?? '');
}

function hasScopes(token: AwsCliToken, session: SsoSession, ports: Needed): boolean {
  if (session.scopes.length === 0) {
    return true;
  }
  const known = registrationsOf(token, ports);
  const granted = known.length === 0 ? [[]] : known;
  return granted.map(withDefault).some((scopes) => session.scopes.every((scope) => scopes.includes(scope)));
}

/** The AWS CLI asks for no scopes where it is told of none, and signs in for this one all the same. */
function withDefault(scopes: readonly string[]): readonly string[] {
  return scopes.length === 0 ? ['sso:account:access'] : scopes;
}

/** The scopes in each registration file of the token's client; none where no file tells them. */
function registrationsOf(token: AwsCliToken, ports: Needed): readonly (readonly string[])[] {
  const clientId = token.client?.clientId;
  if (clientId === undefined) {
    return [];
  }
  return listQuietly(ports)
    .filter((name) => name.endsWith('.json'))
    .flatMap((name) => {
      const scopes = registeredScopes(readQuietly(pathOf(name, ports), ports) ?? '', clientId);
      return scopes === null ? [] : [scopes];
    });
}

const REREAD_MS = 50;
/** The mode of a file with our token, even if it was open to others before. */
const PRIVATE = 0o600;

function folderOf(ports: Needed): string {
  return `${ports.environment.home}/.aws/sso/cache`;
}

function pathOf(name: string, ports: Needed): string {
  return `${folderOf(ports)}/${name}`;
}

/** Another user's token would sign in to that user's accounts, and must not be renewed by us. */
function isTrusted(path: string, ports: Needed): boolean {
  const fault = ports.files.foreignHand(path);
  if (fault !== null) {
    ports.report.warn(`${fault}: it is not used`);
    ports.report.hint(WAY_OUT);
  }
  return fault === null;
}

const WAY_OUT =
  'make it private to you (chown, chmod go-w); in a container or under WSL with no other users: ' +
  'awscred settings set trust_aws_folder true';

function readQuietly(path: string, ports: Needed): string | null {
  const text = quietly(() => ports.files.read(path), ports);
  // Checked only if the file exists: without one there is nothing to warn about.
  return text !== null && isTrusted(path, ports) ? text : null;
}

function listQuietly(ports: Needed): readonly string[] {
  return quietly(() => ports.files.list(folderOf(ports)), ports) ?? [];
}

function quietly<T>(work: () => T, ports: Needed): T | null {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof AwscredError)) {
      throw error;
    }
    ports.report.fact(`${error.message}: not used`);
    return null;
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : 'unknown';
}
