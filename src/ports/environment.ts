/** The process's surroundings, read once. An empty variable counts as unset. */
export interface Environment {
  get(name: string): string | null;
  /** The home folder: a non-empty absolute HOME, else the passwd entry. */
  readonly home: string;
  readonly platform: NodeJS.Platform;
  /** The user's login name, for generated session names. */
  readonly user: string;
}
