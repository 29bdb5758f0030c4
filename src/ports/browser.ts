export interface Browser {
  /** Whether a browser can be started here (contract.md, "Signing in"): BROWSER is set, or a display and no SSH. */
  readonly available: boolean;
  /** Starts it, without a shell and without waiting. False when it could not be started. */
  open(url: string): Promise<boolean>;
}
