import type { Secret } from '../../core/secret.ts';

/** A browser of the user's own, with a profile folder of awscred's, that brings a provider's answer to AWS's sign-in. */
export interface SignInBrowser {
  /** Why no window can be shown here, a clause; null where one can. */
  readonly noWindow: string | null;
  /** When a sign-in without a window last needed a person, epoch milliseconds; null where the last one did not. */
  neededPersonAt(folder: string): Promise<number | null>;
  /**
   * Opens `url` and takes the SAML response that a page posts to AWS, which it never reaches. Null without a window
   * where a person would have to do something. Throws SETTINGS or UNSUPPORTED (2) where there is no browser or no
   * playwright-core, BROWSER (6) where it fails, TIMEOUT (6), INTERRUPTED (130) where the window was closed.
   */
  samlResponse(request: BrowserSignIn): Promise<Secret | null>;
  /** Deletes the folder; false when there was none. */
  forget(folder: string): Promise<boolean>;
}

export interface BrowserSignIn {
  readonly url: string;
  /** A plain name; one browser at a time uses a folder. */
  readonly folder: string;
  readonly window: boolean;
  /** `saml_browser`; empty for the first that is found. */
  readonly program: string;
  readonly timeoutMs: number;
}
