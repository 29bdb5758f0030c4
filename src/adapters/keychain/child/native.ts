import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type * as keyring from '@napi-rs/keyring';
import { printable } from '../../../core/text/printable.ts';
import { AwscredError } from '../../../errors.ts';
import { ownPackageFolders } from '../../process/own-packages.ts';
import { ABSENT_HINTS } from '../faults.ts';

export type Keyring = typeof keyring;

/** Without it the package silently uses the kernel keyring where the Secret Service is missing. */
export const PINNED = { linux: { store: 'secret-service' } } as const;

/** No dots: on Windows an item's name is `<account>.<service>`. */
export const SERVICE = 'awscred';

/** An item without a secret. A search for its service never prompts, and shows whether the keychain is locked. */
export const PROBE_SERVICE = 'awscred-probe';
export const PROBE_ACCOUNT = 'sentinel';

let loaded: Keyring | null = null;

/** The keychain library, loaded when first needed. Throws AwscredError NATIVE where it is not installed. */
export function loadKeyring(): Keyring {
  loaded ??= load();
  return loaded;
}

function load(): Keyring {
  try {
    return loadAddon();
  } catch (error) {
    const hints = ['reinstall awscred without --omit=optional', ...ABSENT_HINTS];
    const runtime = 'or install the Microsoft Visual C++ 2015-2022 runtime';
    throw new AwscredError(
      'NATIVE',
      `no OS keychain: the keychain module for ${process.platform}-${process.arch} cannot be loaded`,
      {
        hints: process.platform === 'win32' ? [...hints, runtime] : hints,
        details: error instanceof Error ? [printable(error.message)] : [],
        cause: error,
      },
    );
  }
}

/** C libraries and ABIs that the addon is built for. */
const BUILDS = ['-gnu', '-musl', '-msvc', '', '-gnueabihf'];

/**
 * Loads the addon by its path: ten times as fast as resolving its package, and from nowhere but this installation. The
 * package's own loader would ask for the C library, and may start `ldd` from PATH for that.
 */
function loadAddon(): Keyring {
  let fault: unknown = null;
  for (const build of BUILDS) {
    const target = `${process.platform}-${process.arch}${build}`;
    const folders = ownPackageFolders(`@napi-rs/keyring-${target}`, '@napi-rs/keyring');
    for (const path of folders.map((folder) => join(folder, `keyring.${target}.node`))) {
      const module: { exports: unknown } = { exports: {} };
      try {
        process.dlopen(module, path);
        return module.exports as Keyring;
      } catch (error) {
        // One that is there and cannot be loaded says more than those that are not there.
        fault ??= existsSync(path) ? error : null;
      }
    }
  }
  throw fault instanceof Error ? fault : new Error('it is not installed with awscred');
}
