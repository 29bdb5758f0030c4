import { realpathSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The folders that may hold an installed package of awscred's, as paths: never what Node's own search finds, since
 * NODE_PATH, or a `node_modules` above the installation that others can write to, would supply code. `name` is
 * `@napi-rs/keyring` or the like; `of` is the package that depends on it where awscred itself does not.
 */
export function ownPackageFolders(name: string, of: string | null = null): readonly string[] {
  const folders = OWN.map((folder) => join(folder, name));
  return of === null
    ? folders
    : [...folders, ...ownPackageFolders(of).flatMap((owner) => beside(owner, name))];
}

/** The package's own `node_modules`, and the one that the package itself is in. */
const OWN = ownNodeModules(import.meta.dirname);

/** `here` is two folders deep in the package when bundled (`dist/bundle`), four from tsc's own output. */
export function ownNodeModules(here: string): readonly string[] {
  const root = here.replace(/[\\/]dist[\\/](?:bundle|src[\\/].*)$/, '');
  const holder = /^(.*[\\/]node_modules)[\\/]@awscred[\\/]cli$/.exec(root)?.[1];
  const own = join(root, 'node_modules');
  return root === here ? [] : holder === undefined ? [own] : [own, holder];
}

/** Where a package manager puts a dependency of `owner`'s: inside it, or in the folder that it really is in. */
function beside(owner: string, name: string): readonly string[] {
  try {
    const real = realpathSync(owner);
    const holder = /^(.*[\\/]node_modules)[\\/](?:@[^\\/]+[\\/])?[^\\/]+$/.exec(real)?.[1];
    return [join(real, 'node_modules', name), ...(holder === undefined ? [] : [join(holder, name)])];
  } catch {
    return [];
  }
}

/** The file of a package in the first folder that has it, tried by `use`; null where none can be used. */
export function firstUsable<T>(folders: readonly string[], use: (folder: string) => T): T | null {
  for (const folder of folders) {
    try {
      return use(folder);
    } catch {
      // Not there, or not for this machine.
    }
  }
  return null;
}
