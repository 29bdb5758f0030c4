import { readStdin } from '../process/standard-streams.ts';
import {
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  openSync,
  readFileSync,
  readdirSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { printable } from '../../core/text/printable.ts';
import { AwscredError } from '../../errors.ts';
import type { Files } from '../../ports/files/files.ts';
import { writeAtomically } from './atomic-write.ts';
import { foreignHand } from './trust/foreign-file.ts';
import { openToOthers } from './trust/open-to-others.ts';
import { errnoWords, errorCode } from './errno.ts';
import { makeFolders } from './make-folders.ts';

/** Files on the disk; see ports/files/files.ts for what is an error. */
export const nodeFiles: Files = {
  foreignHand,

  read(path) {
    try {
      return readText(path);
    } catch (error) {
      if (isAbsence(error) && !isLink(path) && !isLink(dirname(path))) {
        return null;
      }
      throw unreadable(path, error);
    }
  },

  stdin: readStdin,

  real,

  currentFolder() {
    try {
      return real(process.cwd());
    } catch {
      return null;
    }
  },

  list(folder) {
    try {
      return readdirSync(folder);
    } catch (error) {
      if (isAbsence(error)) {
        return [];
      }
      throw unreadable(folder, error);
    }
  },

  openToOthers,

  append(path, text) {
    let descriptor: number | null = null;
    try {
      // Not made: another program has made it and reads it.
      descriptor = openSync(path, constants.O_WRONLY | constants.O_APPEND);
      writeFileSync(descriptor, text);
    } catch (error) {
      const why = errnoWords(error);
      throw new AwscredError('UNEXPECTED', `${printable(path)} cannot be written: ${why}`, { cause: error });
    } finally {
      if (descriptor !== null) {
        closeSync(descriptor);
      }
    }
  },

  write(path, text, mode) {
    try {
      makeFolders(dirname(path));
      writeAtomically(path, text, mode ?? null);
    } catch (error) {
      throw new AwscredError('UNEXPECTED', `cannot write ${printable(path)}: ${errnoWords(error)}`, {
        cause: error,
      });
    }
  },

  remove(path) {
    try {
      rmSync(path);
      return true;
    } catch (error) {
      if (isAbsence(error)) {
        return false;
      }
      throw new AwscredError('UNEXPECTED', `cannot remove ${printable(path)}: ${errnoWords(error)}`, {
        cause: error,
      });
    }
  },
};

function real(path: string): string {
  try {
    return realpathSync.native(path);
  } catch {
    const above = dirname(path);
    return above === path ? path : join(real(above), basename(path));
  }
}

// Opening a named pipe without a writer would hang. A descriptor, as in `<(…)`, is allowed.
function readText(path: string): string {
  const isDescriptor = /^\/(?:dev|proc\/self)\/fd\/\d+$/.test(path);
  const descriptor = openSync(path, isDescriptor ? constants.O_RDONLY : constants.O_RDONLY | NONBLOCK);
  try {
    const stat = fstatSync(descriptor);
    if (stat.isFile() || stat.isDirectory() || isDescriptor) {
      return readFileSync(descriptor, 'utf8');
    }
    if (path === '/dev/null') {
      return '';
    }
    throw new Error('it is not a regular file');
  } finally {
    closeSync(descriptor);
  }
}

const NONBLOCK = constants.O_NONBLOCK ?? 0;

function isAbsence(error: unknown): boolean {
  return ['ENOENT', 'ENOTDIR'].includes(errorCode(error) ?? '');
}

function isLink(path: string): boolean {
  try {
    return lstatSync(path).isSymbolicLink();
  } catch {
    return false;
  }
}

function unreadable(path: string, error: unknown): AwscredError {
  const reason = errnoWords(error);
  return new AwscredError('CONFIG', `cannot read ${printable(path)}: ${printable(reason)}`, {
    at: { file: path, line: null },
    cause: error,
  });
}
