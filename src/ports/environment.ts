/** The process's surroundings, read once. An empty variable counts as unset. */
export interface Environment {
  get(name: string): string | null;
  /** The home folder: a non-empty absolute HOME, else the passwd entry. */
  readonly home: string;
  readonly platform: NodeJS.Platform;
  /** The home folder of another user of this machine, as the passwd file has it; null for none of that name. */
  homeOf(user: string): string | null;
  /**
   * Tells this machine, this start of it, and a container on it from others that share the home: credentials that a
   * machine gives are this one's alone.
   */
  readonly machine: string;
  /** The user's login name, for generated session names. */
  readonly user: string;
}
