/** The file system's errors in words. A socket's have words of their own (adapters/http/tcp-socket.ts). */
const WORDS: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EROFS: 'read-only file system',
  ENOSPC: 'no space left on the disk',
  EDQUOT: 'the disk quota is used up',
  ENOENT: 'its link leads nowhere',
  ELOOP: 'its link goes in a circle',
  ENOTDIR: 'not a folder',
  EEXIST: 'something that is not a folder has its name',
  EISDIR: 'it is a directory',
  ENXIO: 'it is not a regular file',
  EBUSY: 'it is a mount point, or in use',
  ENAMETOOLONG: 'the name is too long',
};

/** The system's error code (`ENOENT`); null where an error is not the system's. */
export function errorCode(error: unknown): string | null {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  return typeof code === 'string' ? code : null;
}

/** Why a file could not be read or written: the error's code in words, else the code, else what our own error says. */
export function errnoWords(error: unknown): string {
  const code = errorCode(error);
  const own = error instanceof Error ? error.message : 'unknown error';
  return code === null ? own : (WORDS[code] ?? code);
}
