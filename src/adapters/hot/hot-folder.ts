import { randomBytes } from 'node:crypto';
import { readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { atEnd } from '../process/at-end.ts';
import { takeFile } from '../locks/exclusive-file.ts';
import { ownNote } from '../locks/holder.ts';
import { readPrivateFile, removeUnfinished, writePrivateFile } from '../files/trust/private-file.ts';
import { folderFault, makeFolder } from '../files/trust/private-folder.ts';

/** A record on disk. */
interface FoundRecord {
  readonly profile: string;
  readonly text: string;
  /** Epoch milliseconds. */
  readonly writtenAt: number;
}

const PREFIX = 'profile.';

/**
 * The file halves of the hot records: `hot/profile.NAME` in the state folder, 0600 in a folder 0700. Removing one ends
 * its record for every reader, whether or not its key can be reached. A folder that is not ours alone is
 * ignored.
 */
export class HotFolder {
  readonly #stateFolder: string;
  readonly #path: string;

  constructor(stateFolder: string) {
    this.#stateFolder = stateFolder;
    this.#path = join(stateFolder, 'hot');
  }

  read(profile: string): string | null {
    return quietly(() => (this.#fault() === null ? readPrivateFile(this.#file(profile)) : null));
  }

  /** Those written longest ago first. */
  all(): readonly FoundRecord[] {
    return this.#names()
      .flatMap((name) => {
        const profile = name.slice(PREFIX.length);
        const text = this.read(profile);
        const stats = quietly(() => statSync(this.#file(profile)));
        return text === null || stats === null ? [] : [{ profile, text, writtenAt: stats.mtimeMs }];
      })
      .toSorted((one, other) => one.writtenAt - other.writtenAt);
  }

  /** Changes with each `newMark`; null if there is none. */
  mark(): string | null {
    return quietly(() => (this.#fault() === null ? readPrivateFile(join(this.#path, 'mark')) : null));
  }

  /** To be called when what the store keeps has changed, before records are ended. Null where it cannot be written. */
  newMark(): string | null {
    return quietly(() => {
      const mark = this.#make() ? randomBytes(8).toString('hex') : null;
      if (mark !== null) {
        writePrivateFile(join(this.#path, 'mark'), mark);
      }
      return mark;
    });
  }

  /** Runs `work` unless another process is doing it; it is optional, so nobody waits. */
  alone(work: () => void): void {
    if (!this.#make()) {
      return;
    }
    const turn = join(this.#path, 'writing');
    const isMine = quietly(() => takeFile(turn, ownNote('hot cache'), 'short')) ?? false;
    const leave = (): void => void quietly(() => rmSync(turn, { force: true }));
    if (isMine) {
      const forget = atEnd(leave);
      work();
      forget();
      leave();
    }
  }

  /** False where it cannot be written. */
  write(profile: string, text: string): boolean {
    const written = quietly(() => {
      removeUnfinished(this.#file(profile));
      writePrivateFile(this.#file(profile), text);
      return true;
    });
    return written ?? false;
  }

  /** On a disk that has become read-only the record lives on to its own end. */
  remove(profile: string): void {
    quietly(() => rmSync(this.#file(profile), { force: true }));
  }

  #make(): boolean {
    return makeFolder(this.#stateFolder) === null && makeFolder(this.#path) === null;
  }

  #names(): readonly string[] {
    const names = quietly(() => (this.#fault() === null ? readdirSync(this.#path) : []));
    return (names ?? []).filter((name) => name.startsWith(PREFIX));
  }

  #fault(): string | null {
    return folderFault(this.#stateFolder) ?? folderFault(this.#path);
  }

  #file(profile: string): string {
    return join(this.#path, `${PREFIX}${profile}`);
  }
}

/** A disk error costs only speed: null instead of an error. */
function quietly<T>(work: () => T): T | null {
  try {
    return work();
  } catch {
    return null;
  }
}
