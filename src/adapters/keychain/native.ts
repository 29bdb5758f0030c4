import { createRequire } from 'node:module';
import type * as keyring from '@napi-rs/keyring';
import { printable } from '../../core/text/printable.ts';
import { AwscredError } from '../../errors.ts';
import { ABSENT_HINTS } from './faults.ts';

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
  // These variables would make the package's loader load another library.
  for (const name of Object.keys(process.env).filter((each) => each.startsWith('NAPI_RS_'))) {
    delete process.env[name];
  }
  try {
    return addonBesideBundle() ?? byPackage();
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

/** Loads the addon by its path from the bundle: ten times as fast as resolving its package. */
function addonBesideBundle(): Keyring | null {
  const target = `${process.platform}-${process.arch}-gnu`;
  const addon = `node_modules/@napi-rs/keyring-${target}/keyring.${target}.node`;
  // The package's own folder, or the node_modules that it is in; never a folder shared with others.
  const beside = import.meta.dirname.replace(/\/node_modules\/@awscred\/cli\/dist\/bundle$/, '');
  for (const root of [`${import.meta.dirname}/../..`, beside]) {
    const module: { exports: unknown } = { exports: {} };
    try {
      process.dlopen(module, `${root}/${addon}`);
      return module.exports as Keyring;
    } catch {
      // Not from the bundle, or of another platform.
    }
  }
  return null;
}

/** The platform's own package, without the loader's questions about the C library, which may start `ldd` from PATH. */
function byPackage(): Keyring {
  const require = createRequire(import.meta.url);
  const nextToPackage = createRequire(require.resolve('@napi-rs/keyring'));
  for (const suffix of ['-gnu', '-musl', '']) {
    try {
      return nextToPackage(`@napi-rs/keyring-${process.platform}-${process.arch}${suffix}`) as Keyring;
    } catch {
      // Another C library or platform: try the next name, then the package's own loader.
    }
  }
  return require('@napi-rs/keyring') as Keyring;
}
