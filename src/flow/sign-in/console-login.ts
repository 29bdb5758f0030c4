import type { Profile } from '../../core/aws-files/config-model.ts';
import type { FileEdit } from '../../core/aws-files/edit/file-edit.ts';
import { siteIn } from '../../core/plan/plan-context.ts';
import { printable, quoted, tilde } from '../../core/text/printable.ts';
import { AwscredError } from '../../errors.ts';
import type { AwsFileEditor } from '../../ports/files/aws-file-editor.ts';
import { consoleSignIn, type ConsoleWay } from '../../protocols/console-login/console-sign-in.ts';
import { lockOf } from '../../protocols/console-login/renew-login.ts';
import { lockWait } from '../../protocols/together/lock-wait.ts';
import { loginFilePath } from '../../sources/login/login.ts';
import { chosen } from '../line/current-profile.ts';
import { execute } from '../line/execute.ts';
import { planContext, planUnguarded } from '../line/plan-for.ts';
import type { Run } from '../line/run.ts';

interface ConsoleLogin {
  /** Null for the current profile. */
  readonly profile: string | null;
  readonly remote: boolean;
  /** Keeps a session that gives credentials. */
  readonly ifNeeded: boolean;
  readonly editor: AwsFileEditor;
}

/** What was signed in to. */
export interface ConsoleLoggedIn {
  readonly profile: string;
  /** ARN of the session. */
  readonly session: string;
}

/** AWS's default where a profile names no region. */
const DEFAULT_REGION = 'us-east-1';

/**
 * Signs in to the console and lets a profile use that session: the profile is made where there is none. AwscredError
 * CONFIG for a profile that gets its credentials in another way.
 */
export async function consoleLogin(run: Run, input: ConsoleLogin): Promise<ConsoleLoggedIn> {
  const { ports, request } = run;
  const name = input.profile ?? chosen(run, null).name;
  const profile = run.config().profiles.get(name) ?? null;
  refuseOtherWays(profile);
  const alive = input.ifNeeded ? await sessionAlive(run, name) : null;
  if (alive !== null) {
    return { profile: name, session: alive };
  }
  const region = request.region ?? valueOf(profile, 'region') ?? DEFAULT_REGION;
  const site = siteIn(planContext(run, profile, null), 'signin', region);
  const session = await ports.locks.whileAsking('sign-in', async () =>
    consoleSignIn(site, wayOf(run, input), ports),
  );
  const file = loginFilePath(session.arn, ports.environment);
  const lock = lockWait(ports, request);
  await ports.locks.withLock(lockOf({ loginSession: session.arn }), lock, async () => {
    ports.files.write(file, session.file, PRIVATE);
    return Promise.resolve();
  });
  const old = valueOf(profile, 'login_session');
  if (old !== session.arn || request.region !== null) {
    await input.editor.change('config', [edit(name, profile, { session: session.arn, region })]);
  }
  const shown = printable(tilde(run.config().configFile.path, ports.environment.home));
  ports.report.done(`${printable(name, 80)} is signed in as ${printable(session.arn, 200)} (${shown})`);
  return { profile: name, session: session.arn };
}

/** The session's ARN where it still gives credentials, renewed or not. */
async function sessionAlive(run: Run, name: string): Promise<string | null> {
  const session = valueOf(run.config().profiles.get(name) ?? null, 'login_session');
  if (session === null) {
    return null;
  }
  const { ports, request, settings } = run;
  try {
    await execute({ plan: planUnguarded(run, name), config: run.config(), request, settings }, ports);
    return session;
  } catch (error) {
    if (error instanceof AwscredError && error.code === 'NEEDS_LOGIN') {
      return null;
    }
    throw error;
  }
}

const PRIVATE = 0o600;

function wayOf({ ports, request }: Run, { remote }: ConsoleLogin): ConsoleWay {
  if (remote || request.deviceCode) {
    return 'remote';
  }
  return request.noBrowser || !ports.browser.available ? 'shown-address' : 'browser';
}

function edit(
  name: string,
  profile: Profile | null,
  { session, region }: { readonly session: string; readonly region: string },
): FileEdit {
  const isNew = valueOf(profile, 'region') === null;
  const values = [['login_session', session] as const, ...(isNew ? [['region', region] as const] : [])];
  return { change: 'set', section: { kind: 'profile', name }, values };
}

/** Keys of other ways: AWS's tools take some of them first, and whose credentials come would be a matter of luck. */
const OTHER_WAYS = [
  'role_arn',
  'web_identity_token_file',
  'sso_session',
  'sso_start_url',
  'sso_account_id',
  'credential_process',
  'awscred_web_identity',
  'awscred_saml_url',
  'awscred_certificate',
];

function refuseOtherWays(profile: Profile | null): void {
  if (profile === null) {
    return;
  }
  const hasKeys = profile.credentialsKeys !== null || profile.configKeys !== null;
  const other = hasKeys ? 'access keys' : OTHER_WAYS.find((key) => profile.properties.has(key));
  if (other !== undefined) {
    const at = profile.properties.get(other) ?? profile;
    throw new AwscredError(
      'CONFIG',
      `profile ${quoted(profile.name)} has ${other}, so it cannot be a console sign-in`,
      {
        at: { file: at.file, line: at.line },
        hints: ['name another profile: it is made where there is none'],
      },
    );
  }
}

function valueOf(profile: Profile | null, key: string): string | null {
  const value = profile?.properties.get(key)?.value;
  return typeof value === 'string' && value !== '' ? value : null;
}

/** The profile whose console session a profile's plan begins with; null where it begins in another way. */
export function consoleProfile(run: Run, name: string | null): string | null {
  const named = name ?? (run.config().ssoSessions.size === 0 ? onlyConsole(run) : null);
  if (named === null || run.config().ssoSessions.has(named) || !run.config().profiles.has(named)) {
    return null;
  }
  const [first] = planUnguarded(run, named).steps;
  return first?.settings['login_session'] === undefined ? null : first.profile;
}

/** Without a word and without SSO: the only profile with a session of its own. */
function onlyConsole(run: Run): string | null {
  const own = [...run.config().profiles.values()].filter(({ properties }) => properties.has('login_session'));
  return own.length === 1 ? (own[0]?.name ?? null) : null;
}

/** Removes the session's file, which signs every AWS tool out here. AWS ends the session itself when its time is over. */
export function consoleLogout(run: Run, profile: string): void {
  const { ports } = run;
  const session = valueOf(run.config().profiles.get(profile) ?? null, 'login_session') ?? '';
  const wasThere = ports.files.remove(loginFilePath(session, ports.environment));
  const name = printable(profile, 80);
  ports.report.done(
    wasThere
      ? `${name} is signed out of the console here, for AWS's tools too; AWS ends the session by itself`
      : `${name} was not signed in to the console`,
  );
}
