import { readFileSync, realpathSync, statSync } from 'node:fs';

/** Whether group or others can read a file, by its mode; see ports/files/files.ts. What cannot be asked is read later. */
export function openToOthers(path: string): 'no' | 'yes' | 'mounted' {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined || process.platform === 'win32' || (stats.mode & 0o044) === 0) {
    return 'no';
  }
  return stats.uid === 0 && isMounted(realpathSync(path)) ? 'mounted' : 'yes';
}

/** On a read-only or memory file system: nobody here can change the mode. */
function isMounted(path: string): boolean {
  const mount = mounts()
    .filter(({ at }) => at === '/' || path === at || path.startsWith(`${at}/`))
    .toSorted((a, b) => a.at.length - b.at.length)
    .at(-1);
  return mount !== undefined && mount.at !== '/' && (mount.isReadOnly || MEMORY.includes(mount.type));
}

const MEMORY = ['tmpfs', 'ramfs'];

interface Mount {
  readonly at: string;
  readonly type: string;
  readonly isReadOnly: boolean;
}

/** Of `/proc/self/mounts` (fstab(5)): device, place, type, options; blanks in a place are `\040`. */
function mounts(): readonly Mount[] {
  try {
    return readFileSync('/proc/self/mounts', 'utf8')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => {
        const [, at = '', type = '', options = ''] = line.split(' ');
        return { at: at.replaceAll('\\040', ' '), type, isReadOnly: options.split(',').includes('ro') };
      });
  } catch {
    return [];
  }
}
