import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { release } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type openType from 'open';
import type { Browser } from '../../../ports/person/browser.ts';
import type { Environment } from '../../../ports/environment.ts';
import { ownPackageFolders } from '../own-packages.ts';
import { dependsOnFolder, programSurroundings, withCredentialsAway } from './program-surroundings.ts';
import { startable } from '../windows-program.ts';

/**
 * The user's browser. `BROWSER` is split at blanks, with the address in place of `%s` or at the end; else the
 * system's own way. Started without a shell, and its output never reaches our streams.
 */
export function createBrowser(
  environment: Pick<Environment, 'get' | 'platform'>,
  inContainer: boolean = hasContainerMark(),
): Browser {
  const chosen = environment.get('BROWSER')?.trim() ?? '';
  return {
    available: chosen !== '' || (!inContainer && hasDesktop(environment)),
    open: async (url, onFailure = () => undefined) => {
      const address = webAddress(url);
      if (address === null) {
        return false;
      }
      return chosen === '' ? openDefault(address, onFailure) : start(commandLine(chosen, address), onFailure);
    },
    start: async (command, onFailure = () => undefined) => start(command, onFailure),
  };
}

/** The words of `$BROWSER URL`. */
export function commandLine(browser: string, address: string): readonly string[] {
  const words = browser.split(/\s+/).filter((word) => word !== '');
  return words.some((word) => word.includes('%s'))
    ? words.map((word) => word.split('%s').join(address))
    : [...words, address];
}

// The caller has checked the address; this rules out options and files.
function webAddress(url: string): string | null {
  const parsed = URL.canParse(url) ? new URL(url) : null;
  return parsed !== null && ['https:', 'http:'].includes(parsed.protocol) ? parsed.href : null;
}

function hasDesktop({ get, platform }: Pick<Environment, 'get' | 'platform'>): boolean {
  if (['SSH_CONNECTION', 'SSH_TTY', 'container'].some((name) => get(name) !== null)) {
    return false;
  }
  if (platform === 'darwin' || platform === 'win32') {
    return true;
  }
  return get('DISPLAY') !== null || get('WAYLAND_DISPLAY') !== null || isWsl(get);
}

/** Why no window can be shown here, a clause; null where one can, on a display that SSH has brought too. */
export function noWindow({ get, platform }: Pick<Environment, 'get' | 'platform'>): string | null {
  const isRemote = get('SSH_CONNECTION') !== null || get('SSH_TTY') !== null;
  const hasDisplay =
    platform === 'darwin' || platform === 'win32'
      ? !isRemote
      : get('DISPLAY') !== null || get('WAYLAND_DISPLAY') !== null;
  return hasDisplay ? null : 'there is no display here';
}

function hasContainerMark(): boolean {
  return ['/.dockerenv', '/run/.containerenv'].some((file) => existsSync(file));
}

function isWsl(get: Environment['get']): boolean {
  return get('WSL_DISTRO_NAME') !== null || /microsoft/i.test(release());
}

/** `open`'s own entry file, by its path in this installation. */
async function opener(): Promise<typeof openType> {
  for (const folder of ownPackageFolders('open')) {
    const entry = join(folder, 'index.js');
    if (existsSync(entry)) {
      const module = (await import(pathToFileURL(entry).href)) as { readonly default: typeof openType };
      return module.default;
    }
  }
  throw new Error('open is not installed with awscred');
}

async function openDefault(address: string, onFailure: () => void): Promise<boolean> {
  try {
    const open = await opener();
    const child = await withCredentialsAway(async () => open(address));
    child.on('error', onFailure);
    onBadEnd(child, onFailure);
    return true;
  } catch {
    return false;
  }
}

/** A browser that was closed, or handed the page on, ends well; `false`, or one that found no display, does not. */
function onBadEnd(child: ChildProcess, onFailure: () => void): void {
  child.once('exit', (status, signal) => {
    if (status !== 0 || signal !== null) {
      onFailure();
    }
  });
}

function start(command: readonly string[], onFailure: () => void): Promise<boolean> {
  return new Promise((resolve) => {
    const found = startable(command);
    if (typeof found === 'string' || found.program === '' || dependsOnFolder(found.program)) {
      resolve(false);
      return;
    }
    const { program, words, windowsVerbatimArguments } = found;
    const child = spawn(program, words, {
      ...programSurroundings(),
      stdio: 'ignore',
      detached: true,
      windowsVerbatimArguments,
    });
    onBadEnd(child, onFailure);
    child.once('spawn', () => {
      child.unref();
      resolve(true);
    });
    child.once('error', () => resolve(false));
  });
}
