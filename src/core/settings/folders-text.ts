import { printable, quoted } from '../text/printable.ts';
import { withoutTrailing } from '../text/without-trailing.ts';

/** `[folder ~/acme]` with `profile = NAME`: the current profile in that folder and below it. */
export interface FolderRule {
  /** As written, but for slashes at its end: a full path, or one that begins with `~`. */
  readonly folder: string;
  /** Empty until the key is read. */
  readonly profile: string;
  readonly file: string;
  /** Of the key `profile`, until it is read of the header. */
  readonly line: number;
}

type Read = FolderRule | { readonly fault: string };

/** The rule that a header begins. A relative path would mean another folder in each folder. */
export function startFolder(word: string, at: { readonly file: string; readonly line: number }): Read {
  if (word === '') {
    return { fault: '[folder] names no folder' };
  }
  if (!/^(?:~(?:$|[\\/])|\/|[A-Za-z]:[\\/])/.test(word)) {
    return {
      fault: `[folder ${printable(word, 200)}] is a relative path: use a full path, or one that begins with ~/`,
    };
  }
  return { folder: bare(word), profile: '', ...at };
}

function bare(path: string): string {
  const text = withoutTrailing(path, '/');
  return text === '' || text.endsWith(':') ? path : text;
}

/** The rule with one of its keys. */
export function addFolderKey(
  rule: FolderRule,
  { key, value, line }: { readonly key: string; readonly value: string; readonly line: number },
): Read {
  if (key !== 'profile') {
    return { fault: `no key ${quoted(key)}; there is: profile` };
  }
  return value === '' ? { fault: 'profile names no profile' } : { ...rule, profile: value, line };
}

/** A rule that names no profile; null where each does. */
export function folderFault(
  rules: readonly FolderRule[],
): { readonly message: string; readonly line: number } | null {
  const bare = rules.find(({ profile }) => profile === '');
  const shown = printable(bare?.folder ?? '', 200);
  return bare === undefined
    ? null
    : { message: `[folder ${shown}] names no profile: add profile = NAME`, line: bare.line };
}
