import type { Variables } from '../variables.ts';

/** `~` and `~/x` with the home folder in place of the tilde; everything else as it is (`~user`, `$VAR`). */
export function expandHome(path: string, home: string): string {
  return path === '~' || path.startsWith('~/') ? `${home}${path.slice(1)}` : path;
}

/** What a path of the environment is expanded with. */
interface PathWorld extends Variables {
  readonly home: string;
  readonly platform: NodeJS.Platform;
  /** The home folder of another user; null for none of that name. */
  homeOf(user: string): string | null;
}

// `$NAME` and `${NAME}`, as Python's os.path.expandvars; `%NAME%` on Windows alone.
const VARIABLE = /\$(?:([A-Za-z0-9_]+)|\{([^}]*)\})/g;
const WINDOWS_VARIABLE = /%([^%]+)%/g;

/**
 * A path as the AWS CLI reads it from `AWS_CONFIG_FILE` and `AWS_SHARED_CREDENTIALS_FILE`: `$VAR` and `${VAR}` first,
 * then `~`, `~/x` and `~user/x`. What is not set, and a user who is not there, stay as they are.
 */
export function expandPath(path: string, world: PathWorld): string {
  const valueOf = (name: string): string | null => (name === 'HOME' ? world.home : world.get(name));
  const known = path.replace(
    VARIABLE,
    (all, plain?: string, braced?: string) => valueOf(plain ?? braced ?? '') ?? all,
  );
  const named =
    world.platform === 'win32'
      ? known.replace(WINDOWS_VARIABLE, (all, name: string) => world.get(name) ?? all)
      : known;
  const user = /^~([^/]+)/.exec(named)?.[1];
  const home = user === undefined ? null : world.homeOf(user);
  return home === null ? expandHome(named, world.home) : `${home}${named.slice(1 + (user ?? '').length)}`;
}
