/** For `skip`. */
export const mountsMissing = process.geteuid?.() === 0 ? false : 'only root can mount what cannot be written';

/** Words of a shell that mount something for the program it then starts; all of it ends with that program. */
export function readOnly(folder: string): string {
  return `mount --bind ${folder} ${folder} && mount -o remount,ro,bind ${folder}`;
}

/** An empty disk in the place of the folder, without a byte to spare. */
export function fullDisk(folder: string): string {
  return (
    `mkdir -p ${folder} && mount -t tmpfs -o size=64k,mode=0700 tmpfs ${folder} && ` +
    `mkdir -m 700 ${folder}/awscred && ${filled(folder)}`
  );
}

/** The folder as it is, on a disk without a byte to spare. */
export function fullWithAll(folder: string): string {
  return (
    `kept=$(mktemp -d) && cp -a ${folder}/. "$kept" && mount -t tmpfs -o size=1m,mode=0700 tmpfs ${folder} && ` +
    `cp -a "$kept"/. ${folder} && rm -r "$kept" && ${filled(folder)}`
  );
}

function filled(folder: string): string {
  return `{ cat /dev/zero >${folder}/fill 2>/dev/null || true; }`;
}

/** The command line that runs `words` under these mounts, in a mount namespace of its own. */
export function under(mounts: string, words: readonly string[]): readonly string[] {
  return ['unshare', '-m', 'sh', '-c', `${mounts} && exec "$@"`, 'sh', ...words];
}
