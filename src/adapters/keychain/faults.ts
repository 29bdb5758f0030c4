import { printable } from '../../core/text/printable.ts';
import { AwscredError, type ErrorCode } from '../../errors.ts';

/** What to do where there is no keychain at all. */
export const ABSENT_HINTS: readonly string[] = [
  'keep secrets in an encrypted file instead: awscred settings set store file (AWSCRED_PASSPHRASE_FILE names the file with its passphrase)',
  'or store nothing: run it with --no-cache',
];

/**
 * The addon's errors are plain Errors: only their words tell the causes apart (docs/store.md, "Why this library").
 * First match wins.
 */
export function keychainFault(words: string): AwscredError {
  const found = FAULTS.find((fault) => fault.words.test(words));
  if (found === undefined) {
    return new AwscredError('KEYCHAIN_FAILED', `the keychain failed: ${printable(words)}`, {
      hints: ['store nothing: run it with --no-cache'],
    });
  }
  return new AwscredError(found.code, found.message, { hints: found.hints });
}

/** Another process removed or replaced the item meanwhile: the call can simply be repeated. */
export function isLostRace(words: string): boolean {
  return /No such (?:interface|object path)|UnknownMethod|UnknownObject|UnknownInterface/.test(words);
}

/** The service did not answer in time. */
export function isNoReply(words: string): boolean {
  return /Did not receive a reply|NoReply|Timeout was reached|TimedOut/i.test(words);
}

/** There is no keychain, as opposed to one that cannot be used now. */
export function isAbsence(error: unknown): error is AwscredError {
  return error instanceof AwscredError && ['NO_BUS', 'NO_SERVICE', 'NATIVE'].includes(error.code);
}

interface Fault {
  readonly words: RegExp;
  readonly code: ErrorCode;
  readonly message: string;
  readonly hints: readonly string[];
}

const FAULTS: readonly Fault[] = [
  {
    words: /too many open files|EMFILE|ENFILE/i,
    code: 'FDS',
    message: 'too many open files while talking to the keychain (ulimit -n)',
    hints: ['raise the limit: ulimit -n 1024', 'or store nothing: run it with --no-cache'],
  },
  {
    words: /autolaunch|Failed to connect to address|Failed to connect to socket|DBUS_SESSION_BUS_ADDRESS/,
    code: 'NO_BUS',
    message: 'no OS keychain: the D-Bus session bus does not answer',
    hints: ABSENT_HINTS,
  },
  {
    words: /org\.freedesktop\.secrets was not provided|ServiceUnknown/,
    code: 'NO_SERVICE',
    message: 'no OS keychain: no Secret Service is installed (gnome-keyring, KWallet or KeePassXC)',
    hints: ABSENT_HINTS,
  },
  {
    words: /no result found/,
    code: 'NO_COLLECTION',
    message: 'the keychain service is running but has no default keyring yet',
    hints: [
      'create one named "login" (Seahorse, or: printf %s "$PW" | gnome-keyring-daemon --unlock), then try again',
    ],
  },
  {
    words: /IsLocked|unlock prompt was dismissed|locked collection/i,
    code: 'LOCKED',
    message: 'the keychain is locked, and nobody can be asked to unlock it here; nothing was changed',
    hints: ['unlock it in your desktop session, then try again', 'or store nothing: run it with --no-cache'],
  },
  {
    words: /Did not receive a reply|NoReply|Timeout was reached|TimedOut/i,
    code: 'KEYCHAIN_HUNG',
    message: 'the keychain service did not answer',
    hints: [
      'restart it: systemctl --user restart gnome-keyring-daemon',
      'or store nothing: run it with --no-cache',
    ],
  },
  {
    words: /-25308|User interaction is not allowed/,
    code: 'LOCKED',
    message: 'macOS will not open the login keychain from this session (SSH or a background job)',
    hints: ['open it: security unlock-keychain ~/Library/Keychains/login.keychain-db'],
  },
  {
    words: /-128\b|-25293\b/,
    code: 'KEYCHAIN_FAILED',
    message: 'access to the keychain item was refused',
    hints: [
      'the dialog names "node", because awscred runs inside Node.js: "Always Allow" stops it from asking',
    ],
  },
  {
    words: /longer than the platform limit/,
    code: 'KEYCHAIN_FAILED',
    message: 'this value is too large for the Windows Credential Manager (2,560 bytes)',
    hints: [],
  },
  {
    words: /Cannot find native binding|ERR_DLOPEN_FAILED|Cannot find module/,
    code: 'NATIVE',
    message: 'no OS keychain: the keychain module for this platform is not installed',
    hints: ['reinstall awscred without --omit=optional', ...ABSENT_HINTS],
  },
];
