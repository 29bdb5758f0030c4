/** awscred's own settings, after defaults, `config.ini` and variables. */
export interface Settings {
  readonly store: 'auto' | 'keychain' | 'file' | 'none';
  readonly signIn: 'ask' | 'browser' | 'never';
  readonly ssoCache: 'own' | 'shared';
  readonly mfaSession: boolean;
  /** Seconds to wait for another process. */
  readonly waitTimeout: number;
  /** Seconds to wait for a person to unlock the keychain. */
  readonly keychainTimeout: number;
  /** Seconds for which the kernel may hold the encrypted store's key for a passphrase file; 0 for not at all. */
  readonly unlockFor: number;
  /** Seconds that a `credential_process` may take. */
  readonly processTimeout: number;
  /** Path of the browser for SAML sign-ins; empty for the first that is found. */
  readonly samlBrowser: string;
  /** Whether a SAML sign-in is first tried without a window, always shown, or never shown. */
  readonly samlWindow: 'auto' | 'show' | 'hide';
  /** Seconds that a SAML sign-in may take a person. */
  readonly samlTimeout: number;
  readonly hotCache: 'on' | 'off';
  /** Whether each time credentials are obtained is a line of the audit trail. No variable. */
  readonly audit: 'on' | 'off';
  /** The variable that names the profile for other tools' prompts. */
  readonly promptVariable: 'AWS_VAULT' | 'none';
  readonly promptWarning: 'on' | 'off';
  /** Bare host names that may get an AWS CLI token or an SSO call besides AWS's own and loopback. No variable. */
  readonly trustedEndpoints: readonly string[];
  /** Bare host names that may be called over plain http. No variable. */
  readonly plainHttp: readonly string[];
  /** Whether sign-in tokens below `~/.aws` are used though another user owns or can write them. No variable. */
  readonly trustAwsFolder: boolean;
}
