import type { Variables } from '../variables.ts';

/** The private config file of a child of `exec --live`, and what `AWS_CONFIG_FILE` was before. */
export const LIVE_FILE = 'AWSCRED_EXEC_FILE';
export const LIVE_BEFORE = 'AWSCRED_EXEC_BEFORE';

/** The one profile of the private config that a child of `exec --live` uses. */
export const LIVE_PROFILE = 'awscred-exec';

/** What `AWSCRED_NO_INPUT` is in the private line: nobody is asked, and the terminal shows what to type. */
export const LIVE_INPUT = 'live';

/** The variables as they were before `exec --live`: awscred reads the user's own files, not its private copy. */
export function beforeLive(get: Variables['get']): Variables['get'] {
  return (name) => {
    const value = get(name);
    return name === 'AWS_CONFIG_FILE' && value !== null && value === get(LIVE_FILE)
      ? get(LIVE_BEFORE)
      : value;
  };
}

/** A whole environment as it was before: for programs that a config names, whose profiles are the user's own. */
export function environmentBeforeLive<T extends Readonly<Record<string, string | undefined>>>(
  environment: T,
): T {
  const { AWS_CONFIG_FILE, AWS_PROFILE, [LIVE_FILE]: file, [LIVE_BEFORE]: before, ...others } = environment;
  if (file === undefined) {
    return environment;
  }
  const config = AWS_CONFIG_FILE === file ? before : AWS_CONFIG_FILE;
  const profile = AWS_PROFILE === LIVE_PROFILE ? undefined : AWS_PROFILE;
  return {
    ...others,
    ...(config === undefined ? {} : { AWS_CONFIG_FILE: config }),
    ...(profile === undefined ? {} : { AWS_PROFILE: profile }),
  } as unknown as T;
}

/** What a child that is not live gets in their place: the user's own file again. */
export function afterLive(environment: Variables): ReadonlyMap<string, string | null> {
  return environment.get(LIVE_FILE) === null
    ? new Map()
    : new Map([
        ['AWS_CONFIG_FILE', environment.get('AWS_CONFIG_FILE')],
        [LIVE_FILE, null],
        [LIVE_BEFORE, null],
      ]);
}
