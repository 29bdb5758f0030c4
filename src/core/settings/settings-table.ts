import { parseDuration } from '../text/time.ts';
import type { Settings } from './settings.ts';

/** One of awscred's own settings: its name in `config.ini`, and what it may hold. */
export interface SettingRow<T> {
  readonly name: string;
  /** As it would stand in the file. */
  readonly preset: string;
  /** Null if the text is not a valid value. */
  parse(text: string): T | null;
  /** The valid values, for messages. */
  readonly values: string;
  /** Whether `AWSCRED_<NAME>` may set it. Who may get a token can be set in the file alone. */
  readonly hasVariable: boolean;
  readonly about: string;
}

/** THE TABLE: a new setting is a new row, and a field of Settings. */
export const SETTINGS: { readonly [K in keyof Settings]: SettingRow<Settings[K]> } = {
  store: {
    name: 'store',
    preset: 'auto',
    ...oneOf('auto', 'keychain', 'file', 'none'),
    hasVariable: true,
    about: 'where secrets are kept',
  },
  signIn: {
    name: 'sign_in',
    preset: 'ask',
    ...oneOf('ask', 'browser', 'never'),
    hasVariable: true,
    about: 'what `process` does when a sign-in is needed',
  },
  ssoCache: {
    name: 'sso_cache',
    preset: 'own',
    ...oneOf('own', 'shared'),
    hasVariable: true,
    about: "whether `login` also writes the AWS CLI's token file",
  },
  mfaSession: {
    name: 'mfa_session',
    preset: 'true',
    ...yesOrNo(),
    hasVariable: true,
    about: 'whether one MFA code is used for all roles of its device',
  },
  waitTimeout: {
    name: 'wait_timeout',
    preset: '5m',
    ...duration(),
    hasVariable: true,
    about: 'how long to wait for another process',
  },
  keychainTimeout: {
    name: 'keychain_timeout',
    preset: '60',
    ...duration(),
    hasVariable: true,
    about: 'how long to wait for a person to unlock the keychain',
  },
  unlockFor: {
    name: 'unlock_for',
    preset: '1h',
    values: 'off, seconds, or a duration like 1h, at most 12h',
    parse: (text) => (text === 'off' ? 0 : upTo(12 * 3600, parseDuration(text))),
    hasVariable: true,
    about: 'how long the Linux kernel holds the key of the encrypted file for a passphrase file',
  },
  processTimeout: {
    name: 'process_timeout',
    preset: '60',
    ...duration(),
    hasVariable: true,
    about: 'how long the program of a credential_process may take',
  },
  samlBrowser: {
    name: 'saml_browser',
    preset: '',
    values: 'the full path of Chrome, Chromium, Edge or Firefox',
    parse: (text) => (text === '' || /^(?:\/|[A-Za-z]:[\\/])/.test(text) ? text : null),
    hasVariable: true,
    about: 'the browser of SAML sign-ins; empty: the first that is found',
  },
  samlWindow: {
    name: 'saml_window',
    preset: 'auto',
    ...oneOf('auto', 'show', 'hide'),
    hasVariable: true,
    about: 'whether a SAML sign-in is first tried without a window, always shown, or never',
  },
  samlTimeout: {
    name: 'saml_timeout',
    preset: '5m',
    ...duration(),
    hasVariable: true,
    about: 'how long a SAML sign-in may take',
  },
  hotCache: {
    name: 'hot_cache',
    preset: 'on',
    ...oneOf('on', 'off'),
    hasVariable: true,
    about: 'whether cached answers are also kept in the Linux kernel, for a fast start',
  },
  audit: {
    name: 'audit',
    preset: 'on',
    ...oneOf('on', 'off'),
    hasVariable: false,
    about: 'whether the audit trail has a line each time credentials are obtained',
  },
  promptVariable: {
    name: 'prompt_variable',
    preset: 'AWS_VAULT',
    ...oneOf('AWS_VAULT', 'none'),
    hasVariable: true,
    about: 'what the shell function names the profile in, for prompts of other tools',
  },
  promptWarning: {
    name: 'prompt_warning',
    preset: 'on',
    ...oneOf('on', 'off'),
    hasVariable: true,
    about: 'whether the shell says before its prompt that credentials are about to expire',
  },
  trustedEndpoints: {
    name: 'trusted_endpoints',
    preset: '',
    ...hosts(),
    hasVariable: false,
    about: "hosts other than AWS's own that may receive sign-in secrets",
  },
  plainHttp: {
    name: 'plain_http',
    preset: '',
    ...hosts(),
    hasVariable: false,
    about: 'hosts that may be called over plain http',
  },
  trustAwsFolder: {
    name: 'trust_aws_folder',
    preset: 'false',
    ...yesOrNo(),
    hasVariable: false,
    about: 'whether to use sign-in tokens in ~/.aws that other users own or can write',
  },
};

/** Names of all settings, as in the file. */
export const SETTING_NAMES: readonly string[] = Object.values(SETTINGS).map(({ name }) => name);

/** The row of a name as in the file; null for none. */
export function settingRow(name: string): SettingRow<unknown> | null {
  return Object.values(SETTINGS).find((row) => row.name === name) ?? null;
}

/** The variable of a setting: `AWSCRED_STORE` for `store`. */
export function variableOf(name: string): string {
  return `AWSCRED_${name.toUpperCase()}`;
}

type Values<T> = Pick<SettingRow<T>, 'parse' | 'values'>;

function oneOf<T extends string>(...choices: readonly T[]): Values<T> {
  return {
    values: choices.join(', '),
    parse: (text) => choices.find((choice) => choice === text) ?? null,
  };
}

function yesOrNo(): Values<boolean> {
  return {
    values: 'true, false',
    parse: (text) => (text === 'true' ? true : text === 'false' ? false : null),
  };
}

function duration(): Values<number> {
  return { values: 'seconds, or a duration like 5m', parse: parseDuration };
}

function upTo(most: number, seconds: number | null): number | null {
  return seconds === null || seconds > most ? null : seconds;
}

function hosts(): Values<readonly string[]> {
  return {
    values: 'bare host names, separated by commas',
    parse: (text) => {
      const names = text
        .toLowerCase()
        .split(/[\s,]+/)
        .filter((name) => name !== '');
      return names.every(isHost) ? names.map((name) => name.replace(/\.$/, '')) : null;
    },
  };
}

// No scheme, port, path or wildcard. An IPv6 address stands without brackets.
function isHost(name: string): boolean {
  return (
    name.length <= 253 &&
    (/^(?!-)[a-z0-9-]+(?:\.[a-z0-9-]+)*\.?$/.test(name) || /^[0-9a-f:.]*:[0-9a-f:.]*$/.test(name))
  );
}
