/** One process at a time per identity being obtained; released when its holder dies, however it dies. */
export interface Locks {
  /**
   * Runs `work` while holding the lock `name`. A process that must wait tells `onWait` once who holds it.
   * Throws AwscredError WAITED (exit 6) after `timeoutMs`.
   */
  withLock<T>(name: string, options: LockOptions, work: () => Promise<T>): Promise<T>;
}

export interface LockOptions {
  readonly timeoutMs: number;
  /** What the holder is doing, for those who wait: a subcommand and a profile, never arguments. */
  readonly purpose: string;
  onWait?(holder: LockHolder): void;
}

export interface LockHolder {
  readonly pid: number;
  /** What it does, e.g. `process prod-admin`; null where it did not say. */
  readonly purpose: string | null;
  /** Its terminal, e.g. `pts/7`; null for none. */
  readonly terminal: string | null;
}
