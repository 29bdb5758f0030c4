import { asJsonObject, type JsonObject, parseJsonObject, textIn } from '../../core/text/json-text.ts';
import type { Credentials } from '../../core/credentials.ts';
import { Secret } from '../../core/secret.ts';
import { fromIso, toIso } from '../../core/text/time.ts';
import { AwscredError } from '../../errors.ts';
import type { Ports } from '../../ports/index.ts';
import { isKey } from './dpop.ts';

/** What `aws login` keeps of a session (docs/wire.md, "Console sign-in"), and awscred with it. */
export interface LoginFile {
  readonly credentials: Credentials;
  readonly clientId: string;
  readonly refreshToken: Secret;
  /** PEM of the key that every proof has to be signed with. */
  readonly key: Secret;
  /** Where the session was begun, if the file says so. */
  readonly region: string | null;
  /** All fields, those that nobody here knows too. */
  readonly fields: JsonObject;
}

/** New credentials and a new refresh token for the file. */
export interface Renewed {
  readonly accessKeyId: string;
  readonly secretAccessKey: Secret;
  readonly sessionToken: Secret;
  /** Epoch milliseconds. */
  readonly expiresAt: number;
  readonly refreshToken: Secret;
}

type Needed = Pick<Ports, 'clock' | 'files' | 'report'>;

/** Reads the file anew. Null where there is none, or none that is whole. */
export async function readLoginFile(path: string, ports: Needed): Promise<LoginFile | null> {
  const text = readable(path, ports);
  const whole = text === null ? null : loginIn(text);
  if (text === null || whole !== null) {
    return whole;
  }
  // Another tool may be in the middle of writing it.
  await ports.clock.sleep(REREAD_MS);
  return loginIn(readable(path, ports) ?? '');
}

const REREAD_MS = 50;

/** Another user's session must not be used, and not be renewed for them. */
function readable(path: string, { files, report }: Needed): string | null {
  const text = quietly(() => files.read(path), report);
  const fault = text === null ? null : files.foreignHand(path);
  if (fault !== null) {
    report.warn(`${fault}: it is not used`);
    report.hint('make it private to you (chown, chmod go-w), or: awscred settings set trust_aws_folder true');
    return null;
  }
  return text;
}

function quietly(read: () => string | null, report: Ports['report']): string | null {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof AwscredError)) {
      throw error;
    }
    report.debug(error.message);
    return null;
  }
}

function loginIn(text: string): LoginFile | null {
  const fields = parseJsonObject(text);
  const credentials = fields === null ? null : credentialsIn(asJsonObject(fields['accessToken']) ?? {});
  if (fields === null || credentials === null) {
    return null;
  }
  const clientId = filled(fields, 'clientId');
  const refreshToken = filled(fields, 'refreshToken');
  const key = new Secret(filled(fields, 'dpopKey') ?? '');
  if (clientId === null || refreshToken === null || !isKey(key)) {
    return null;
  }
  return {
    credentials,
    clientId,
    refreshToken: new Secret(refreshToken),
    key,
    region: regionIn(fields),
    fields,
  };
}

function regionIn(fields: JsonObject): string | null {
  const region = filled(fields, 'signInRegion') ?? '';
  return /^[a-z0-9-]{1,63}$/.test(region) ? region : null;
}

function credentialsIn(access: JsonObject): Credentials | null {
  const id = filled(access, 'accessKeyId');
  const secret = filled(access, 'secretAccessKey');
  const token = filled(access, 'sessionToken');
  const expiresAt = fromIso(textIn(access, 'expiresAt') ?? '');
  if (id === null || secret === null || token === null || expiresAt === null) {
    return null;
  }
  return {
    accessKeyId: id,
    secretAccessKey: new Secret(secret),
    sessionToken: new Secret(token),
    expiresAt,
    accountId: accountIn(access),
    arn: null,
  };
}

function filled(object: JsonObject, key: string): string | null {
  const text = textIn(object, key);
  return text === '' ? null : text;
}

function accountIn(access: JsonObject): string | null {
  const account = textIn(access, 'accountId');
  return account !== null && /^\d{12}$/.test(account) ? account : null;
}

/** The file's text with what was renewed; every other field stays. */
export function renewedText(fields: JsonObject, renewed: Renewed): string {
  const access = asJsonObject(fields['accessToken']) ?? {};
  const { accessKeyId, secretAccessKey, sessionToken, expiresAt, refreshToken } = renewed;
  const accessToken = {
    ...access,
    accessKeyId,
    secretAccessKey: secretAccessKey.reveal(),
    sessionToken: sessionToken.reveal(),
    expiresAt: toIso(expiresAt),
  };
  return `${JSON.stringify({ ...fields, accessToken, refreshToken: refreshToken.reveal() }, null, 2)}\n`;
}
