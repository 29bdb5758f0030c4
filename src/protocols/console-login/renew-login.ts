import { createHash } from 'node:crypto';
import { awsHost } from '../../core/endpoint/aws-host.ts';
import type { Credentials } from '../../core/credentials.ts';
import type { LoginStep, Site } from '../../core/plan/step.ts';
import { pasteable, printable } from '../../core/text/printable.ts';
import { AwscredError } from '../../errors.ts';
import type { Ports } from '../../ports/index.ts';
import type { LockOptions } from '../../ports/store/lock.ts';
import { type LoginFile, readLoginFile, renewedText } from './login-file.ts';
import { createToken, LoginRefusal, type LoginTokens } from './token-call.ts';

type Needed = Pick<Ports, 'clock' | 'files' | 'http' | 'locks' | 'random' | 'report'>;

/** AWS's tools renew with as much left; the credentials live for a quarter of an hour. */
const RENEW_BELOW_MS = 5 * 60_000;
/** How long a refused refresh token is doubted: another tool may be about to write its successor. */
const DOUBT_MS = 2000;
const DOUBT_STEP_MS = 200;

/**
 * Credentials of a console sign-in, renewed where less than five minutes are left; one process renews at a time, and
 * AWS's own tools are given way to. AwscredError NEEDS_LOGIN where the session is over.
 */
export async function loginCredentials(
  step: LoginStep,
  lock: LockOptions,
  ports: Needed,
): Promise<Credentials> {
  const file = await readLoginFile(step.file, ports);
  if (file !== null && isFresh(file, ports)) {
    return file.credentials;
  }
  return ports.locks.withLock(lockOf(step), lock, async () => {
    const now = await readLoginFile(step.file, ports);
    if (now === null) {
      throw needsLogin(step, file === null ? 'nobody is signed in' : 'its file is gone or damaged');
    }
    return isFresh(now, ports) ? now.credentials : renewed(step, now, ports);
  });
}

/** The lock of everything that renews or replaces a session. */
export function lockOf({ loginSession }: Pick<LoginStep, 'loginSession'>): string {
  return `console-login:${createHash('sha256').update(loginSession).digest('hex').slice(0, 32)}`;
}

function isFresh({ credentials }: LoginFile, { clock }: Needed): boolean {
  return (credentials.expiresAt ?? 0) - clock.now() > RENEW_BELOW_MS;
}

async function renewed(step: LoginStep, file: LoginFile, ports: Needed): Promise<Credentials> {
  refuseUnwritable(step, file, ports);
  try {
    const tokens = await refreshed(step, file, ports);
    return await swapped(step, file, tokens, ports);
  } catch (error) {
    if (!(error instanceof LoginRefusal)) {
      throw error;
    }
    const theirs = await successor(step, file, ports);
    if (theirs !== null) {
      return theirs.credentials;
    }
    throw refused(step, error);
  }
}

async function refreshed(step: LoginStep, file: LoginFile, ports: Needed): Promise<LoginTokens> {
  const grant = {
    clientId: file.clientId,
    grantType: 'refresh_token',
    refreshToken: file.refreshToken.reveal(),
  };
  return createToken(siteOf(step, file), file.key, grant, ports);
}

/** Each refresh uses the token up: one that could not be written would end the session for every tool. */
function refuseUnwritable(step: LoginStep, { fields }: LoginFile, { files }: Needed): void {
  try {
    files.write(step.file, `${JSON.stringify(fields, null, 2)}\n`, PRIVATE);
  } catch (error) {
    throw new AwscredError(
      'UNEXPECTED',
      `${printable(step.file)} cannot be written, so the session is not renewed`,
      {
        cause: error,
        hints: ['AWS’s tools and awscred share this file: make it writable'],
      },
    );
  }
}

const PRIVATE = 0o600;

/** Compare and swap: a file that another tool has rewritten meanwhile is left to it. */
async function swapped(
  step: LoginStep,
  before: LoginFile,
  tokens: LoginTokens,
  ports: Needed,
): Promise<Credentials> {
  const now = await readLoginFile(step.file, ports);
  const isSame = now === null || now.refreshToken.reveal() === before.refreshToken.reveal();
  if (isSame) {
    ports.files.write(step.file, renewedText((now ?? before).fields, tokens), PRIVATE);
  }
  return { ...before.credentials, ...credentialsOf(tokens) };
}

function credentialsOf({ accessKeyId, secretAccessKey, sessionToken, expiresAt }: LoginTokens) {
  return { accessKeyId, secretAccessKey, sessionToken, expiresAt };
}

/** What another tool has made of the session while our token was refused. */
async function successor(step: LoginStep, before: LoginFile, ports: Needed): Promise<LoginFile | null> {
  for (let waited = 0; waited <= DOUBT_MS; waited += DOUBT_STEP_MS) {
    const now = await readLoginFile(step.file, ports);
    if (now !== null && now.refreshToken.reveal() !== before.refreshToken.reveal() && isFresh(now, ports)) {
      return now;
    }
    await ports.clock.sleep(DOUBT_STEP_MS);
  }
  return null;
}

/** Where the session was begun, whatever the profile's region: an endpoint that is configured stays. */
function siteOf({ signin }: LoginStep, { region }: LoginFile): Site {
  return region === null || signin.override !== null
    ? signin
    : {
        ...signin,
        region,
        endpoint: `https://${awsHost('signin', region, { isFips: false, isDualStack: false })}`,
      };
}

function refused(step: LoginStep, { code, words }: LoginRefusal): AwscredError {
  if (code === 'INSUFFICIENT_PERMISSIONS') {
    return new AwscredError('REFUSED', `AWS refused the sign-in of ${name(step)}: it lacks a permission`, {
      hints: ['attach the managed policy SignInLocalDevelopmentAccess, or allow signin:CreateOAuth2Token'],
      at: step.settings['login_session'] ?? null,
    });
  }
  const why = OVER.get(code);
  if (why === undefined) {
    const said = words === '' ? printable(code, 80) : `${printable(code, 80)}: ${printable(words, 200)}`;
    return new AwscredError('REFUSED', `AWS refused to renew the sign-in of ${name(step)} (${said})`, {
      at: step.settings['login_session'] ?? null,
    });
  }
  return needsLogin(step, why);
}

const OVER = new Map([
  ['TOKEN_EXPIRED', 'the session is over'],
  ['INVALID_REQUEST', 'the session is over'],
  ['AUTHCODE_EXPIRED', 'the session is over'],
  ['USER_CREDENTIALS_CHANGED', 'the password was changed'],
]);

/** Exit 4, with the command. */
export function needsLogin(step: LoginStep, why: string): AwscredError {
  return new AwscredError(
    'NEEDS_LOGIN',
    `profile ${name(step)} has to sign in to the console again: ${why}`,
    {
      hints: [`run \`${pasteable('awscred login --console', step.profile, 'PROFILE')}\`, then try again`],
      at: step.settings['login_session'] ?? null,
    },
  );
}

function name({ profile }: LoginStep): string {
  return printable(profile, 80);
}
