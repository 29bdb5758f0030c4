import { HOT_VARIABLES } from '../hot/hot-variables.ts';
import type { Request } from '../plan/request.ts';
import type { Variables } from '../variables.ts';
import { commandLine } from './command-line.ts';
import { LIVE_BEFORE, LIVE_FILE, LIVE_INPUT, LIVE_PROFILE } from './live-variables.ts';
import { requestWords } from './request-words.ts';

/** Besides those that shape a plan: how the store is opened, and what a program that the config names may ask for. */
const STORE = ['AWSCRED_PASSPHRASE_FILE', 'XDG_RUNTIME_DIR', 'DBUS_SESSION_BUS_ADDRESS'];
const TOKEN = ['AWS_WEB_IDENTITY_TOKEN_FILE', 'AWS_ROLE_ARN', 'AWS_ROLE_SESSION_NAME'];
const ALSO = [...STORE, ...TOKEN, 'AWS_PROFILE', 'AWS_DEFAULT_PROFILE'];
/** Left to the child where they are not set. */
const LEFT = ['HOME', 'USER', 'TZ', ...STORE];

interface LiveLine {
  /** The words that start awscred, by full paths. */
  readonly program: readonly string[];
  readonly profile: string;
  readonly request: Request;
  readonly environment: Variables & { readonly platform: NodeJS.Platform };
}

/**
 * The line that asks awscred for the same credentials again, whatever the child makes of its variables: those that
 * shape the answer are set, or unset, as they are now. Windows has no `env`; there awscred has the child's.
 */
export function liveLine({ program, profile, request, environment }: LiveLine): string {
  const named = profile.startsWith('-') ? `--profile=${profile}` : profile;
  // What has no profile in any file is asked for by its options alone.
  const name = request.job === null ? [named] : [];
  const words = [...program, 'process', ...name, ...requestWords(request)];
  const { platform } = environment;
  return commandLine(
    platform === 'win32' ? words : ['/usr/bin/env', ...pinned(environment), ...words],
    platform,
  );
}

function pinned(environment: Variables): readonly string[] {
  const names = [...HOT_VARIABLES, ...ALSO];
  const values = new Map(names.map((name) => [name, valueOf(name, environment)]));
  const absent = names.filter((name) => values.get(name) === null && !LEFT.includes(name));
  const set = [...values].flatMap(([name, value]) => (value === null ? [] : [`${name}=${value}`]));
  const unset = [...absent, LIVE_FILE, LIVE_BEFORE].flatMap((name) => ['-u', name]);
  return [...unset, ...set, `AWSCRED_NO_INPUT=${LIVE_INPUT}`];
}

/** A region that awscred has set is not the user's, nor is the profile of a private file. */
function valueOf(name: string, environment: Variables): string | null {
  const value = environment.get(name);
  const isOurs = name.endsWith('_REGION')
    ? value === environment.get('AWSCRED_REGION')
    : value === LIVE_PROFILE;
  return isOurs ? null : value;
}
