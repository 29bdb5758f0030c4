/**
 * The lowest layer: the keychain as a map from accounts to texts. The addon implements it in the child, tests in
 * memory. Errors are plain Errors with the addon's words.
 */
export interface RawItems {
  get(account: string): Promise<string | null>;
  set(account: string, text: string): Promise<void>;
  /** False when it was not there. */
  delete(account: string): Promise<boolean>;
  /** All accounts of our service. Throws where the keychain is locked; never prompts. */
  accounts(): Promise<readonly string[]>;
}
