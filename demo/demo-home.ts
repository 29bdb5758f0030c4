import { randomBytes } from 'node:crypto';
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ran, type Ran } from './awscred.ts';
import type { PrivateKeychain } from './private-keychain.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const PROGRAM = join(ROOT, 'bin', 'awscred.cjs');

/** An isolated home with awscred on its PATH; nothing of the machine's AWS set-up is seen from it. */
export class DemoHome {
  readonly environment: NodeJS.ProcessEnv;

  private constructor(environment: NodeJS.ProcessEnv) {
    this.environment = environment;
  }

  static async create(folder: string, keychain: PrivateKeychain | null): Promise<DemoHome> {
    const bin = join(folder, 'bin');
    await mkdir(bin);
    await writeFile(join(bin, 'awscred'), `#!/bin/sh\nexec '${process.execPath}' '${PROGRAM}' "$@"\n`);
    await chmod(join(bin, 'awscred'), 0o755);
    const passphrase = join(folder, 'passphrase');
    await writeFile(passphrase, randomBytes(24).toString('base64url'), { mode: 0o600 });
    const store =
      keychain === null
        ? { AWSCRED_STORE: 'file', AWSCRED_PASSPHRASE_FILE: passphrase }
        : { AWSCRED_STORE: 'keychain', ...keychain.environment };
    return new DemoHome({
      PATH: `${bin}:${process.env['PATH'] ?? ''}`,
      HOME: folder,
      USER: 'jane',
      TMPDIR: folder,
      LANG: process.env['LANG'] ?? 'C.UTF-8',
      // The demo's person: a program that presses Allow.
      BROWSER: `${process.execPath} ${join(import.meta.dirname, 'press-allow.js')}`,
      AWSCRED_SIGN_IN: 'browser',
      ...store,
    });
  }

  async awscred(...words: readonly string[]): Promise<Ran> {
    return this.program([process.execPath, PROGRAM, ...words]);
  }

  async sh(script: string): Promise<Ran> {
    return this.program(['sh', '-c', script]);
  }

  async program(argv: readonly string[]): Promise<Ran> {
    return ran(argv, this.environment);
  }
}
