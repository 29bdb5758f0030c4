import {
  accessSync,
  chmodSync,
  closeSync,
  constants,
  fstatSync,
  openSync,
  readFileSync,
  realpathSync,
  type Stats,
} from 'node:fs';
import { dirname } from 'node:path';
import { printable } from '../../core/text/printable.ts';
import { AwscredError } from '../../errors.ts';
import { replaceFile } from './atomic-write.ts';
import { errnoWords, errorCode } from './errno.ts';
import { makeFolders } from './make-folders.ts';
import { foreignAncestor } from './trust/private-folder.ts';
import { removeUnfinished } from './trust/private-file.ts';
import { faultOf, isOurs } from './trust/trust-walk.ts';

/** One of AWS's files as it was read for a change. */
export interface AwsFileOnDisk {
  /** As configured. */
  readonly path: string;
  /** What it leads to, links followed. */
  readonly target: string;
  /** Null where there is none. */
  readonly text: string | null;
  readonly stats: Stats | null;
}

/**
 * Reads a file that is to be changed. AwscredError CONFIG for what is not a regular file of the user's own in UTF-8:
 * to write any other one back would lose something, or serve another user.
 */
export function readAwsFile(path: string): AwsFileOnDisk {
  try {
    refuseForeign(path);
    const target = targetOf(path);
    const read = target === null ? null : readWhole(target);
    return { path, target: target ?? path, text: read?.text ?? null, stats: read?.stats ?? null };
  } catch (error) {
    throw error instanceof AwscredError ? error : refusal(path, errnoWords(error), error);
  }
}

/**
 * Puts the text in the file's place at once, with its mode and owner: 0600 for a new one, 0700 for a new folder.
 * AwscredError UNEXPECTED where that is not possible; the file is then untouched.
 */
export function writeAwsFile({ path, target, stats }: AwsFileOnDisk, text: string): void {
  try {
    makeFolders(dirname(target));
    if (stats !== null) {
      // Its owner has taken the right to write from it: to replace it would go round that.
      accessSync(target, constants.W_OK);
    }
    removeUnfinished(target);
    const mode = stats === null ? 0o600 : stats.mode & 0o777;
    replaceFile(target, text, { prefix: '.', mode, owner: stats });
  } catch (error) {
    throw new AwscredError('UNEXPECTED', `cannot write ${printable(path)}: ${errnoWords(error)}`, {
      details: ['nothing was changed'],
      cause: error,
    });
  }
}

/** Takes the file from all but its owner. AwscredError UNEXPECTED where that is not possible. */
export function makePrivate({ path, target, stats }: AwsFileOnDisk): void {
  try {
    if (stats !== null) {
      chmodSync(target, 0o600);
    }
  } catch (error) {
    throw new AwscredError('UNEXPECTED', `cannot change ${printable(path)}: ${errnoWords(error)}`, {
      cause: error,
    });
  }
}

/** Null where there is nothing at the path. A link that leads nowhere is no place for a new file. */
function targetOf(path: string): string | null {
  try {
    return realpathSync(path);
  } catch (error) {
    if (errorCode(error) === 'ENOENT' && faultOf(path, LINK) === null) {
      return null;
    }
    throw error;
  }
}

const LINK = { reach: 'last', orRoot: true, forbidden: 0 } as const;

function readWhole(target: string): { readonly text: string; readonly stats: Stats } {
  // Non-blocking: a named pipe in the file's place must not hang us.
  const descriptor = openSync(target, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  try {
    const stats = fstatSync(descriptor);
    if (!stats.isFile()) {
      throw new Error('it is not a regular file');
    }
    if (!isOurs(stats)) {
      throw new Error(`it belongs to another user (uid ${stats.uid})`);
    }
    return { text: decoded(readFileSync(descriptor)), stats };
  } finally {
    closeSync(descriptor);
  }
}

function decoded(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (error) {
    throw new Error('it is not UTF-8 text', { cause: error });
  }
}

/** Another user who owns the link or the folder decides what would be written where. */
function refuseForeign(path: string): void {
  const above = foreignAncestor(path);
  const fault = faultOf(path, LINK) ?? faultOf(dirname(path), LINK);
  if (above !== null || fault?.what === 'owner') {
    const uid = fault === null ? '' : ` (uid ${fault.stats.uid})`;
    throw refusal(path, above ?? `${printable(fault?.path ?? path)} belongs to another user${uid}`);
  }
}

function refusal(path: string, why: string, cause?: unknown): AwscredError {
  return new AwscredError('CONFIG', `${printable(path)} cannot be changed: ${why}; nothing was changed`, {
    at: { file: path, line: null },
    cause,
  });
}
