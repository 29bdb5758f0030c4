/** `~` and `~/x` with the home folder in place of the tilde; everything else as it is (`~user`, `$VAR`). */
export function expandHome(path: string, home: string): string {
  return path === '~' || path.startsWith('~/') ? `${home}${path.slice(1)}` : path;
}
