/** Facts about the machine for `doctor`. Nothing here uses the network or starts a program. */
export interface Machine {
  /** `20.20.2`, and the full path of the program. */
  readonly node: { readonly version: string; readonly path: string };
  /** Whether the system holds locks and ends them with their process; else awscred's are files, and pids. */
  readonly locksEnd: boolean;
  /** In what kind of place awscred runs: `SSH`, `a container`, `WSL`. */
  readonly surroundings: readonly string[];
  /** Version of the keychain library, or why it cannot be loaded. */
  keychainModule(): { readonly version: string } | { readonly fault: string };
  /** Host and port of the proxy that calls to AWS go through, null for none; or what is wrong with its variable. */
  proxy(): { readonly name: string | null } | { readonly fault: string };
  /** Whether others than the owner can read the file. False where it is not there. */
  isOpenToOthers(path: string): boolean;
  /**
   * Path of the browser of a SAML sign-in (`chosen`: the setting `saml_browser`), or what is missing for one and the
   * command that helps.
   */
  signInBrowser(chosen: string): { readonly path: string } | { readonly fault: string; readonly fix: string };
  /** Whether a program, or a script for one, is there: at its path, or on PATH where it is a name alone. */
  isProgram(path: string): boolean;
}
