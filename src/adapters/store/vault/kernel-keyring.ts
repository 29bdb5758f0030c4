import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { SERVICE } from '../../keychain/child/native.ts';

const LIMIT_MS = 3000;

/**
 * All rights for the possessor. The user's other sessions may do everything but change it: view, read, search, link
 * (the addon links before it reads) and revoke.
 */
const PERMISSIONS = '0x3f3b0000';

/** What is to be kept, and for how long. */
export interface KernelKey {
  /** Letters, digits, dots. It proves nothing: anybody with the same uid can plant a key under any name. */
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly seconds: number;
}

/**
 * The Linux kernel's keyring of the user, by keyctl(1): memory that expires by itself. Keys are identified by
 * serial, since anybody with the same uid can plant one under any name; the name is for readers that have only the
 * addon. A key's bytes go through stdin and stdout, never argv.
 */
export class KernelKeyring {
  readonly #keyctl: string;

  private constructor(keyctl: string) {
    this.#keyctl = keyctl;
  }

  /** Null if there is none (macOS, Windows, keyutils not installed). Nothing is looked for on PATH. */
  static find(platform: NodeJS.Platform): KernelKeyring | null {
    const found = KEYCTL.find((path) => existsSync(path));
    return platform === 'linux' && found !== undefined ? new KernelKeyring(found) : null;
  }

  /** Keeps a key; returns its serial, or null where the kernel refuses. */
  keep(key: KernelKey): string | null {
    // In a session that is not linked to the user's keyring (cron, containers) a key can only be changed by way of
    // the session's own; in a process without a session's keyring only by way of the user's.
    return this.#create('@u', key) ?? this.#create('@s', key);
  }

  /** Null when the key is gone, ended or not ours to read. */
  read({ serial }: { readonly serial: string }): Buffer | null {
    return this.#run(['pipe', serial]);
  }

  /** Revokes the key for everybody. False when it was gone already, or cannot be reached from here. */
  end(serial: string): boolean {
    const ended = this.#run(['revoke', serial]) !== null;
    this.#run(['unlink', serial, '@u']);
    return ended;
  }

  #create(keyring: '@u' | '@s', { name, bytes, seconds }: KernelKey): string | null {
    const description = `keyring:${name}@${SERVICE}`;
    const serial = this.#run(['padd', 'user', description, keyring], bytes)?.toString('latin1').trim() ?? '';
    if (!isSerial(serial)) {
      return null;
    }
    const steps = [
      ['timeout', serial, String(seconds)],
      ['setperm', serial, PERMISSIONS],
      ...(keyring === '@u'
        ? []
        : [
            ['link', serial, '@u'],
            ['unlink', serial, keyring],
          ]),
    ];
    const isHeld = steps.every((words) => this.#run(words) !== null);
    // Read back: a key that cannot be read is of no use.
    if (isHeld && this.read({ serial })?.equals(bytes) === true) {
      return serial;
    }
    this.#run(['revoke', serial]);
    this.#run(['unlink', serial, keyring]);
    return null;
  }

  /** What it prints; null when it fails. */
  #run(words: readonly string[], input: Uint8Array = new Uint8Array()): Buffer | null {
    const run = spawnSync(this.#keyctl, [...words], {
      input,
      env: {},
      cwd: '/',
      timeout: LIMIT_MS,
      killSignal: 'SIGKILL',
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    return run.status === 0 ? run.stdout : null;
  }
}

/** As keyctl prints it: a positive number of 32 bits. */
export function isSerial(text: string): boolean {
  return /^[1-9]\d{0,9}$/.test(text);
}

const KEYCTL = ['/usr/bin/keyctl', '/bin/keyctl', '/run/current-system/sw/bin/keyctl'];
