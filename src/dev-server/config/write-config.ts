import { randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { chmod, lstat, mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { printable } from '../../core/text/printable.ts';
import { AwscredError } from '../../errors.ts';
import type { World } from '../world/world.ts';
import { configText, credentialsText, MARKER } from './config-text.ts';
import { planProfiles } from './plan-profiles.ts';

/**
 * Writes `FOLDER/config` and `FOLDER/credentials` (0600, in a new folder 0700) for a running local AWS, and returns the
 * names of the profiles.
 * Throws AwscredError USAGE for a folder that others can write, and for a file that no dev-server wrote.
 */
export async function writeConfig(
  folder: string,
  server: { readonly url: string; readonly world: World },
): Promise<readonly string[]> {
  const profiles = planProfiles(server.world);
  const files = [
    [join(folder, 'config'), configText(server.world, profiles, server.url)],
    [join(folder, 'credentials'), credentialsText(profiles)],
  ] as const;
  await prepareFolder(folder);
  for (const [path] of files) {
    await refuseForeignFile(path);
  }
  for (const [path, text] of files) {
    await replaceFile(path, text);
  }
  return profiles.map(({ name }) => name);
}

async function prepareFolder(folder: string): Promise<void> {
  try {
    const made = await mkdir(folder, { recursive: true, mode: 0o700 });
    if (made !== undefined) {
      // Whatever the umask took or left.
      await chmod(folder, 0o700);
    }
  } catch (cause) {
    throw refusal(folder, 'cannot be made a folder', cause);
  }
  const facts = await stat(folder);
  const isOurs = process.getuid === undefined || facts.uid === process.getuid();
  if (!facts.isDirectory() || !isOurs || (process.platform !== 'win32' && (facts.mode & 0o022) !== 0)) {
    throw refusal(folder, 'is not a folder of yours alone: others own or can write it');
  }
}

async function refuseForeignFile(path: string): Promise<void> {
  const facts = await lstat(path).catch(ifAbsent);
  if (facts !== null && !(facts.isFile() && (await firstLine(path)) === MARKER)) {
    throw refusal(path, 'already exists, and no dev-server wrote it');
  }
}

async function firstLine(path: string): Promise<string> {
  const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(MARKER.length + 1), 0, MARKER.length + 1, 0);
    return buffer.toString('utf8', 0, bytesRead).split('\n')[0] ?? '';
  } finally {
    await file.close();
  }
}

/** A new file under a random name takes the old one's place: nothing is followed, nothing is half-written. */
async function replaceFile(path: string, text: string): Promise<void> {
  const temporary = `${path}.${randomUUID()}.tmp`;
  const file = await open(temporary, 'wx', 0o600);
  try {
    await file.chmod(0o600);
    await file.writeFile(text);
    await file.close();
    await rename(temporary, path);
  } catch (error) {
    await file.close().catch(() => undefined);
    await rm(temporary, { force: true });
    throw error;
  }
}

function ifAbsent(error: NodeJS.ErrnoException): null {
  if (error.code !== 'ENOENT') {
    throw error;
  }
  return null;
}

function refusal(path: string, problem: string, cause?: unknown): AwscredError {
  return new AwscredError('USAGE', `--write-config: ${printable(path)} ${problem}`, {
    hints: ['name a folder that does not exist yet: awscred dev-server --write-config DIR'],
    cause,
  });
}
