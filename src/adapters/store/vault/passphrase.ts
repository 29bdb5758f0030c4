import { closeSync, fstatSync, readFileSync } from 'node:fs';
import { isAbsolute } from 'node:path';
import { pasteable, printable } from '../../../core/text/printable.ts';
import { Secret } from '../../../core/secret.ts';
import { AwscredError } from '../../../errors.ts';
import type { Environment } from '../../../ports/environment.ts';
import type { Terminal } from '../../../ports/person/terminal.ts';
import { errorCode } from '../../files/errno.ts';
import {
  openPassphrase,
  PASSPHRASE_VARIABLE as VARIABLE,
  passphraseFault,
  passphraseMark,
} from './passphrase-mark.ts';

/** For a typed passphrase; one from a file may have any length. */
const SHORTEST = 8;

/** Where the encrypted store's passphrase comes from: the file that AWSCRED_PASSPHRASE_FILE names, else a person. */
export class PassphraseSource {
  readonly #environment: Environment;
  readonly #terminal: Terminal;

  constructor(environment: Environment, terminal: Terminal) {
    this.#environment = environment;
    this.#terminal = terminal;
  }

  /** The file's path, or null when a person is asked. */
  get file(): string | null {
    return this.#environment.get(VARIABLE);
  }

  /** Which file that is, as it is now (`passphraseMark`). */
  mark(now: number | null = null): string | null {
    return passphraseMark(this.file, now);
  }

  /** Throws BAD_PASSPHRASE if none can be had: no sound file, and nobody to ask. */
  find(): void {
    if (this.file !== null) {
      readPassphraseFile(this.file);
    } else if (!this.#terminal.available) {
      throw nobodyToAsk(this.#terminal);
    }
  }

  /** For a store that exists. Throws AwscredError BAD_PASSPHRASE if none can be had. */
  async existing(question: string): Promise<Secret> {
    return this.file === null ? await this.#ask(question) : readPassphraseFile(this.file);
  }

  /** For a new store: a person types it twice. */
  async fresh(): Promise<Secret> {
    if (this.file !== null) {
      return readPassphraseFile(this.file);
    }
    for (let attempt = 0; attempt < 3; attempt += 1) {
      const first = await this.#ask(
        `New passphrase for the encrypted store (at least ${SHORTEST} characters)`,
      );
      if (first.length < SHORTEST) {
        this.#terminal.say(`that is shorter than ${SHORTEST} characters`);
        continue;
      }
      const second = await this.#ask('Repeat the passphrase');
      if (second.reveal() === first.reveal()) {
        return first;
      }
      this.#terminal.say('the two differ');
    }
    throw new AwscredError('BAD_PASSPHRASE', 'no passphrase for the encrypted store was chosen');
  }

  async #ask(question: string): Promise<Secret> {
    if (!this.#terminal.available) {
      throw nobodyToAsk(this.#terminal);
    }
    const answer = await this.#terminal.askSecret(question);
    if (answer === null || answer.length === 0) {
      throw new AwscredError('BAD_PASSPHRASE', 'no passphrase for the encrypted store was given');
    }
    return answer;
  }
}

function nobodyToAsk({ absence }: Pick<Terminal, 'absence'>): AwscredError {
  return new AwscredError('BAD_PASSPHRASE', `the encrypted store needs its passphrase, and ${absence}`, {
    hints: [
      `put it into a file that only you can read, and name that in ${VARIABLE}`,
      'or hold the store open for a while, from a terminal: awscred store unlock',
    ],
  });
}

/**
 * A regular file of ours or root's that nobody else can read; one line end at its end is not part of it.
 * Throws AwscredError BAD_PASSPHRASE that names it.
 */
function readPassphraseFile(path: string): Secret {
  if (!isAbsolute(path)) {
    throw refused(path, 'is not an absolute path');
  }
  let fd: number;
  try {
    fd = openPassphrase(path);
  } catch (error) {
    const missing = errorCode(error) === 'ENOENT';
    throw refused(path, missing ? 'does not exist' : 'cannot be read');
  }
  try {
    const fault = passphraseFault(fstatSync(fd));
    if (fault !== null) {
      throw refused(path, fault.why, fault.hint === null ? [] : [pasteable(fault.hint, path, 'FILE')]);
    }
    const text = readFileSync(fd, 'utf8').replace(/\r?\n$/, '');
    if (text === '') {
      throw refused(path, 'is empty');
    }
    return new Secret(text);
  } finally {
    closeSync(fd);
  }
}

function refused(path: string, why: string, hints: readonly string[] = []): AwscredError {
  return new AwscredError('BAD_PASSPHRASE', `the passphrase file ${printable(path)} ${why} (${VARIABLE})`, {
    hints,
  });
}
