import { confirmedFolder } from '../files/confirmation-files.ts';
import { lstatSync, readdirSync, readFileSync, realpathSync, rmSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Places } from '../../core/places.ts';
import type { Clock } from '../../ports/clock.ts';
import { parseJsonObject, textIn } from '../../core/text/json-text.ts';
import { errorCode } from '../files/errno.ts';
import { LIVE_FOLDER, liveFolders } from '../files/live-files.ts';
import { isOurs } from '../files/trust/trust-walk.ts';
import { openFiles } from './open-files.ts';

export interface LeftoverPlaces {
  readonly places: Places;
  readonly lockFolders: () => Iterable<string>;
  /** The folder with `.aws` in it. */
  readonly home: string;
}

/** Time between two looks at a file: a living writer renames it right after closing it. */
const PAUSE_MS = 250;
/** Where the system does not tell who has a file open. */
const OLD_MS = 60_000;

/**
 * Full paths of files that awscred was writing when it was killed: ours by name and owner, and nobody has them open.
 * In the folders of our own, beside AWS's files, and among the AWS CLI's tokens; and the folders of private
 * config files of `exec --live` whose awscred is gone. Other tools' files are not touched.
 */
export async function unfinishedFiles(where: LeftoverPlaces, clock: Clock): Promise<readonly string[]> {
  const first = candidates(where, clock.now());
  if (first.size === 0) {
    return [];
  }
  await clock.sleep(PAUSE_MS);
  const open = openFiles();
  const now = clock.now();
  const second = candidates(where, now);
  return [...first].flatMap(([path, inode]) => {
    const isIdle = isLive(path)
      ? isLeft(path, open)
      : open === null
        ? ageOf(path, now) > OLD_MS
        : !open.has(path);
    return isIdle && second.get(path) === inode ? [path] : [];
  });
}

/** Returns what was removed. */
export function removeFiles(paths: readonly string[]): readonly string[] {
  return paths.filter((path) => {
    try {
      rmSync(path, { recursive: isLive(path) });
      return true;
    } catch {
      return false;
    }
  });
}

/** Paths with their inodes. */
function candidates({ places, lockFolders, home }: LeftoverPlaces, now: number): ReadonlyMap<string, number> {
  const hidden = /^\..+\.[0-9a-f]{16}\.tmp$/;
  const aside = /\.[0-9a-f]{12}\.tmp$/;
  const tokens = `${home}/.aws/sso/cache`;
  const lists = [
    ...[places.stateFolder, join(places.stateFolder, 'store'), confirmedFolder(places.stateFolder)].map(
      (folder) => ownFiles(folder, [hidden]),
    ),
    ...[...lockFolders()].map((folder) => ownFiles(folder, [hidden, aside])),
    ownFiles(dirname(places.settingsFile), [/^config\.ini\.[0-9a-f]{16}\.tmp$/]),
    ownFiles(`${home}/.aws`, [/^\.?(?:config|credentials)\.[0-9a-f]{16}\.tmp$/]),
    ownFiles(tokens, [/^[0-9a-f]{40}\.json\.[0-9a-f]{16}\.tmp$/]),
    lonelyNotes(tokens, now),
    ...liveFolders(places).map(liveConfigs),
  ];
  return new Map(lists.flat());
}

/** The folders of `exec --live`'s private config files, the one of a process killed before it had written among them. */
function liveConfigs(parent: string): Found {
  if (!isOwnFolder(parent)) {
    return [];
  }
  const real = realpathSync(parent);
  return readdirSync(real)
    .filter((name) => LIVE_FOLDER.test(name))
    .flatMap((name) => {
      const path = join(real, name);
      const stats = lstatSync(path, { throwIfNoEntry: false });
      return stats?.isDirectory() === true && isOurs(stats) ? [[path, stats.ino] as const] : [];
    });
}

function isLive(path: string): boolean {
  return LIVE_FOLDER.test(basename(path));
}

/** Its awscred keeps the file open; where the system does not tell, its process must be gone. */
function isLeft(path: string, open: ReadonlySet<string> | null): boolean {
  const pid = Number(LIVE_FOLDER.exec(basename(path))?.[1] ?? 0);
  return open === null ? !isRunning(pid) : !open.has(join(path, 'config'));
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return errorCode(error) === 'EPERM';
  }
}

type Found = readonly (readonly [path: string, inode: number])[];

/** Regular files of ours in a folder of ours, by name. */
function ownFiles(folder: string, names: readonly RegExp[]): Found {
  if (!isOwnFolder(folder)) {
    return [];
  }
  const real = realpathSync(folder);
  return readdirSync(real)
    .filter((name) => names.some((pattern) => pattern.test(name)))
    .flatMap((name) => {
      const path = join(real, name);
      const stats = lstatSync(path, { throwIfNoEntry: false });
      return stats?.isFile() === true && isOurs(stats) ? [[path, stats.ino] as const] : [];
    });
}

/** Notes of ours beside the AWS CLI's tokens, about a client that no token has any more. */
function lonelyNotes(folder: string, now: number): Found {
  const files = ownFiles(folder, [/^[0-9a-f]{40}\.json$/]).map(([path, inode]) => {
    return { path, inode, fields: fieldsOf(path) };
  });
  const clients = files
    .filter(({ fields }) => 'accessToken' in fields)
    .map(({ fields }) => textIn(fields, 'clientId'));
  return (
    files
      .filter(({ fields }) => textIn(fields, 'tool') === 'awscred')
      .filter(({ fields }) => !clients.includes(textIn(fields, 'clientId')))
      // A sign-in writes a token and its note one after the other.
      .filter(({ path }) => ageOf(path, now) > OLD_MS)
      .map(({ path, inode }) => [path, inode] as const)
  );
}

function fieldsOf(path: string): Readonly<Record<string, unknown>> {
  try {
    return parseJsonObject(readFileSync(path, 'utf8')) ?? {};
  } catch {
    return {};
  }
}

/** Under another user's home root finds no folder of its own: there is nothing for it to remove. */
function isOwnFolder(folder: string): boolean {
  try {
    const link = lstatSync(folder, { throwIfNoEntry: false });
    const stats = statSync(folder, { throwIfNoEntry: false });
    return link !== undefined && stats !== undefined && isOurs(link) && isOurs(stats) && stats.isDirectory();
  } catch {
    // The runtime folder of another user, after `su`: it cannot even be looked at.
    return false;
  }
}

function ageOf(path: string, now: number): number {
  const stats = lstatSync(path, { throwIfNoEntry: false });
  return stats === undefined ? 0 : Math.abs(now - stats.mtimeMs);
}
