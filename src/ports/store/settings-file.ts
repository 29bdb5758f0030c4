/** awscred's own `config.ini`. */
export interface SettingsFile {
  /** Full path, for messages. */
  readonly path: string;
  /**
   * Its text, or null if there is none. AwscredError SETTINGS (exit 2) where the file or its folder belongs to
   * neither the user nor root, or can be written by others.
   */
  read(): string | null;
  /** Atomic, 0600, in a folder that is made 0700; links are resolved. */
  write(text: string): void;
}
