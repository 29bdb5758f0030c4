import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { AwscredError } from '../../errors.ts';

const LIMIT_MS = 3000;

/**
 * Everything for whoever possesses the key; for the user's other sessions reading it and ending it, by its serial.
 * Not searching: nobody finds it by name (`reference/traps.md`, "Kernel keyring").
 */
const PERMISSIONS = '0x3f230000';

/**
 * The Linux kernel's keyring of the user, by keyctl(1): memory that ends by itself. Keys are named by serial alone,
 * since whoever shares the uid can plant one under any name. A key's bytes pass on stdin and stdout, never in argv.
 */
export class KernelKeyring {
  readonly #keyctl: string;

  private constructor(keyctl: string) {
    this.#keyctl = keyctl;
  }

  /** Null where there is none (macOS, Windows, keyutils not installed). Nothing is looked for on PATH. */
  static find(platform: NodeJS.Platform): KernelKeyring | null {
    const found = KEYCTL.find((path) => existsSync(path));
    return platform === 'linux' && found !== undefined ? new KernelKeyring(found) : null;
  }

  /** Keeps `bytes` for `seconds`; returns the key's serial. AwscredError STORE where the kernel refuses. */
  hold(bytes: Uint8Array, seconds: number): string {
    // In a session that is not linked to the user's keyring (cron, containers) a key can only be changed by way of
    // the session's own; in a process without a session's keyring only by way of the user's.
    const serial = this.#create('@u', bytes, seconds) ?? this.#create('@s', bytes, seconds);
    if (serial === null) {
      throw new AwscredError('STORE', 'the kernel keyring does not take a key here, as in some containers', {
        hints: ['name the file with the passphrase in AWSCRED_PASSPHRASE_FILE instead'],
      });
    }
    return serial;
  }

  /** Null when the key is gone, ended or not ours to read. */
  read(serial: string): Buffer | null {
    return this.#run(['pipe', serial]);
  }

  /** Ends the key for everybody at once. False when it was gone already, or cannot be reached from here. */
  end(serial: string): boolean {
    const ended = this.#run(['revoke', serial]) !== null;
    this.#run(['unlink', serial, '@u']);
    return ended;
  }

  #create(keyring: '@u' | '@s', bytes: Uint8Array, seconds: number): string | null {
    const name = `awscred:${randomBytes(8).toString('hex')}`;
    const serial = this.#run(['padd', 'user', name, keyring], bytes)?.toString('latin1').trim() ?? '';
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
    // Read back: what cannot be read later is not held.
    if (isHeld && this.read(serial)?.equals(bytes) === true) {
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
