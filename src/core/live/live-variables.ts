import type { Variables } from '../variables.ts';

/** The private config file of a child of `exec --live`, and what `AWS_CONFIG_FILE` was before. */
export const LIVE_FILE = 'AWSCRED_EXEC_FILE';
export const LIVE_BEFORE = 'AWSCRED_EXEC_BEFORE';

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
