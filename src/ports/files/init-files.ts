/** What `init` finds on this machine. Starts no process. */
export interface InitFiles {
  /** A template of `bin/init/`. AwscredError UNEXPECTED where the installation is damaged. */
  readonly template: (name: string) => string;
  /** Absolute paths. */
  readonly node: string;
  /** `bin/awscred.cjs`. */
  readonly program: string;
  readonly completer: string;
  /** The folder of scripts that are called, not evaluated. */
  readonly scripts: string;
  /** A launcher in its usual place that nobody else could replace and that calls just this installation; else null. */
  readonly launcher: (home: string) => string | null;
}
