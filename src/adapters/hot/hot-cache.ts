import { variablesLine } from '../../core/hot/hot-variables.ts';
import type { Environment } from '../../ports/environment.ts';
import type { HotAnswer, HotCache } from '../../ports/store/hot-cache.ts';
import type { KernelKeyring } from '../store/vault/kernel-keyring.ts';
import { HotFolder } from './hot-folder.ts';
import { HotRecords } from './hot-records.ts';
import { stampFile } from './stamped-files.ts';
import type { Shape, HotCacheUse } from './hot-shape.ts';

interface HotCacheOptions {
  readonly environment: Environment;
  readonly stateFolder: string;
  /** Full paths of AWS's two files and of `config.ini`. */
  readonly paths: readonly [config: string, credentials: string, settings: string];
  /** Whether the hot path was asked and had no answer. */
  readonly missed: boolean;
  readonly keyring: () => KernelKeyring | null;
}

/**
 * The hot cache of a run. It is opened before any settings or AWS file is read, so that a change in between shows,
 * and put to use when the settings are known.
 */
export function openHotCache(options: HotCacheOptions, now: number): (use: HotCacheUse) => HotCache {
  const isPossible = options.missed && options.environment.platform === 'linux';
  const shape = isPossible ? shapeAt(options, now) : null;
  const folder = new HotFolder(options.stateFolder);
  let mark = isPossible ? folder.mark() : null;
  return (use) => {
    const records = new HotRecords({ folder, keyring: options.keyring, ...use });
    // A process that read the store before a change must not write a record after it: the mark shows that.
    const end = (isOne: (text: string) => boolean): void => {
      mark = folder.newMark() ?? mark;
      records.end(isOne);
    };
    return {
      wanted: shape !== null,
      keep: (answer: HotAnswer) => {
        if (shape !== null) {
          records.keep(answer, { ...shape, mark });
        }
      },
      forget: (account) => end((text) => text.includes(` ${account} `)),
      clear: () => end(() => true),
    };
  };
}

/** Null where a later change would not be certain to show. */
function shapeAt({ environment, paths }: HotCacheOptions, now: number): Omit<Shape, 'mark'> | null {
  const variables = variablesLine(environment);
  const [config = null, credentials = null, settings = null] = paths.map((path) => stampFile(path, now));
  const isCertain = variables !== null && config !== null && credentials !== null && settings !== null;
  return isCertain ? { variables, files: [config, credentials, settings], begun: now } : null;
}
