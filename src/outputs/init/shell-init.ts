/** How `awscred init` speaks one shell. The script itself is a file of `bin/init/`, with `@NAMES@` to fill in. */
export interface ShellInit {
  readonly name: string;
  readonly aliases: readonly string[];
  /** The file in `bin/init/`. */
  readonly template: string;
  /** One word of a command as this shell quotes it. Throws AwscredError UNSAFE_OUTPUT for a path it cannot hold. */
  word(path: string): string;
  /** A command of such words. */
  call(words: readonly string[]): string;
  /** The finished script, where it has to be wrapped. */
  wrap?(script: string): string;
}
