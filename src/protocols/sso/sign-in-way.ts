import type { Settings } from '../../core/settings/settings.ts';

/** Who wants a sign-in, and what the person chose for it. */
export interface SignInOptions {
  /**
   * `login`: a person typed it, a terminal is not needed. `command`: assume, exec, console; only on a terminal.
   * The rest is the setting `sign_in`, which governs `process`; `never` also stands for `--no-input`.
   */
  readonly asking: 'login' | 'command' | Settings['signIn'];
  /** `--no-browser`: the same flow, the address is shown. */
  readonly noBrowser: boolean;
  /** `--device-code`. */
  readonly deviceCode: boolean;
}

/** `browser`: PKCE, opened. `shown-address`: PKCE, the person opens it. `device-code`. Null: nobody can be asked here. */
export type SignInWay = 'browser' | 'shown-address' | 'device-code' | null;

/** How to sign in here: by who asks, what the person chose, and what this machine has. */
export function signInWay(
  options: SignInOptions,
  here: { readonly terminal: boolean; readonly browser: boolean },
): SignInWay {
  const way = preferred(options, here.browser);
  switch (options.asking) {
    case 'never':
      return null;
    // A typed command works without a terminal: the person reads its stderr.
    case 'login':
      return way;
    // The browser window itself asks the person.
    case 'browser':
      return here.terminal || way === 'browser' ? way : null;
    case 'ask':
    case 'command':
      return here.terminal ? way : null;
  }
}

function preferred(options: SignInOptions, hasBrowser: boolean): NonNullable<SignInWay> {
  // `process` opens a browser only if the user has set `sign_in = browser`.
  if (options.asking === 'ask' || options.deviceCode || !hasBrowser) {
    return 'device-code';
  }
  return options.noBrowser ? 'shown-address' : 'browser';
}
