import { closeSync, constants, fstatSync, openSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { printable } from '../../core/text/printable.ts';
import { AwscredError } from '../../errors.ts';
import type { SettingsFile } from '../../ports/store/settings-file.ts';
import { writeAtomically } from './atomic-write.ts';
import { errnoWords, errorCode } from './errno.ts';
import { makeFolders } from './make-folders.ts';
import { checkAncestors, checkFile, checkFolder, checkLink } from './trust/settings-trust.ts';

/** `config.ini` at a full path (core/places.ts). */
export function openSettingsFile(path: string): SettingsFile {
  return {
    path,
    read: () => read(path),
    write: (text) => {
      try {
        checkAncestors(path);
        makeFolders(dirname(path));
        checkLink(path);
        checkFolder(path);
        writeAtomically(path, text, 0o600);
      } catch (error) {
        throw asSettingsError('write', path, error);
      }
    },
  };
}

function read(path: string): string | null {
  try {
    const descriptor = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    try {
      checkLink(path);
      checkFolder(path);
      checkFile(path, fstatSync(descriptor));
      return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(readFileSync(descriptor));
    } finally {
      closeSync(descriptor);
    }
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes(errorCode(error) ?? '') && !checkLink(path)) {
      return null;
    }
    throw asSettingsError('read', path, error);
  }
}

function asSettingsError(what: 'read' | 'write', path: string, error: unknown): AwscredError {
  if (error instanceof AwscredError) {
    return error;
  }
  const isText = errorCode(error) === 'ERR_ENCODING_INVALID_ENCODED_DATA';
  const reason = isText ? 'it is not UTF-8 text' : errnoWords(error);
  return new AwscredError('SETTINGS', `cannot ${what} ${printable(path)}: ${reason}`, {
    at: { file: path, line: null },
    cause: error,
  });
}
