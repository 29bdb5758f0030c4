import { existsSync, readFileSync, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { firstUsable, ownPackageFolders } from './own-packages.ts';
import { AwscredError } from '../../errors.ts';
import type { Environment } from '../../ports/environment.ts';
import type { Machine } from '../../ports/machine.ts';
import { proxyFor, proxyName } from '../http/proxy-variables.ts';
import { parseJsonObject, textIn } from '../../core/text/json-text.ts';
import { startable } from './windows-program.ts';
import { loadKeyring } from '../keychain/child/native.ts';
import { findBrowser } from '../saml-browser/find-browser.ts';
import { playwrightEntry } from '../saml-browser/load-playwright.ts';
import { EXLOCK } from '../locks/exlock.ts';
import { kernelLock } from '../locks/kernel-lock.ts';
import { isOpenToOthers } from '../files/trust/trust-walk.ts';

export function nodeMachine(environment: Environment): Machine {
  return {
    node: { version: process.versions.node, path: process.execPath },
    locksEnd: EXLOCK !== null || kernelLock() !== null,
    surroundings: surroundingsOf(environment),
    keychainModule: () => orFault(() => ({ version: keychainVersion() })),
    proxy: () =>
      orFault(() => {
        const proxy = proxyFor(new URL('https://sts.amazonaws.com'), (name) => environment.get(name));
        return { name: proxy === null ? null : proxyName(proxy) };
      }),
    signInBrowser: (chosen) => signInBrowser(chosen, environment),
    isProgram: (program) =>
      process.platform === 'win32'
        ? startable([program]) !== 'missing'
        : placesOf(program, environment).some(isFile),
    isOpenToOthers(path) {
      const stats = statSync(path, { throwIfNoEntry: false });
      return stats !== undefined && isOpenToOthers(stats, 0o077);
    },
  };
}

function signInBrowser(chosen: string, environment: Environment): ReturnType<Machine['signInBrowser']> {
  try {
    playwrightEntry();
    return { path: findBrowser(chosen, environment).path };
  } catch (error) {
    if (error instanceof AwscredError) {
      return { fault: error.message, fix: error.hints[0] ?? '' };
    }
    throw error;
  }
}

function placesOf(program: string, environment: Environment): readonly string[] {
  const folders = /[\\/]/.test(program) ? null : (environment.get('PATH') ?? '').split(delimiter);
  return folders?.map((folder) => join(folder, program)) ?? [program];
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}

/** Loads the library, since an installed one may still not run here. */
function keychainVersion(): string {
  loadKeyring();
  const read = (folder: string): string => readFileSync(join(folder, 'package.json'), 'utf8');
  const text = firstUsable(ownPackageFolders('@napi-rs/keyring'), read) ?? '';
  return textIn(parseJsonObject(text) ?? {}, 'version') ?? 'unknown';
}

function orFault<T>(work: () => T): T | { readonly fault: string } {
  try {
    return work();
  } catch (error) {
    if (error instanceof AwscredError) {
      return { fault: error.message };
    }
    throw error;
  }
}

function surroundingsOf(environment: Environment): readonly string[] {
  const isSsh = ['SSH_CONNECTION', 'SSH_TTY'].some((name) => environment.get(name) !== null);
  const isContainer = ['/.dockerenv', '/run/.containerenv'].some((path) => existsSync(path));
  const isWsl = environment.get('WSL_DISTRO_NAME') !== null;
  return [...(isSsh ? ['SSH'] : []), ...(isContainer ? ['a container'] : []), ...(isWsl ? ['WSL'] : [])];
}
