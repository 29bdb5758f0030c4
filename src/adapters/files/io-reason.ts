const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EISDIR: 'it is a directory',
  ELOOP: 'its link goes in a circle',
  ENOENT: 'its link leads nowhere',
  ENOSPC: 'the disk is full',
  EROFS: 'the disk is read-only',
  ENXIO: 'it is no regular file',
  ENAMETOOLONG: 'the name is too long',
};

/** The system's error code (`ENOENT`); null where an error is not the system's. */
export function errorCode(error: unknown): string | null {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  return typeof code === 'string' ? code : null;
}

/** Why a file could not be read or written, in words. */
export function ioReason(error: unknown): string {
  const code = errorCode(error) ?? 'unknown error';
  return REASONS[code] ?? code;
}
