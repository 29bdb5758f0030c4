import {
  isWrittenSince,
  kernelHalfOf,
  lifeEndOf,
  serializeHotRecord,
  type HotLife,
  type KernelHalf,
} from '../../core/hot/hot-record.ts';
import type { HotAnswer } from '../../ports/store/hot-cache.ts';
import type { KernelKeyring } from '../store/vault/kernel-keyring.ts';
import type { HotCacheUse, Shape } from './hot-shape.ts';
import type { HotFolder } from './hot-folder.ts';
import { endKernelHalf, holdKernelHalf, thisBoot } from './kernel-half.ts';
import { isStillSo } from './stamped-files.ts';

/** A user has 20,000 bytes and 200 keys in the kernel, other programs' among them; a secret half takes 1 to 2 KB. */
const MOST_RECORDS = 8;

interface HotRecordsOptions extends HotCacheUse {
  readonly folder: HotFolder;
  readonly keyring: () => KernelKeyring | null;
}

/** The records of a state folder: both halves are written here, and ended here. */
export class HotRecords {
  readonly #options: HotRecordsOptions;

  constructor(options: HotRecordsOptions) {
    this.#options = options;
  }

  keep(answer: HotAnswer, shape: Shape): void {
    const { folder, isOn, systemClock } = this.#options;
    const life = this.#lifeOf(answer);
    // The files have changed since they were read, so the plan is out of date.
    if (life === null || !isStillSo(shape.files, systemClock.now())) {
      return;
    }
    folder.alone(() => {
      const old = folder.read(answer.profile);
      // Another process has already written it.
      if (old !== null && isWrittenSince(old, Math.floor(shape.begun / 1000), shape.variables)) {
        return;
      }
      this.#remove(answer.profile, old);
      this.#makeRoom(MOST_RECORDS - 1, life.written);
      const kernel = isOn ? this.#hold(answer, life) : null;
      const { profile, item, process, assume } = answer;
      const text = serializeHotRecord({ ...shape, profile, life, kernel, item, process, assume });
      const isWritten = text !== null && folder.write(answer.profile, text);
      if (isWritten && folder.mark() !== shape.mark) {
        // The store has changed since it was read, so the record is out of date.
        folder.remove(answer.profile);
      } else if (isWritten) {
        return;
      }
      if (kernel !== null) {
        endKernelHalf(kernel, this.#options.keyring());
      }
    });
  }

  /** Ends the records whose text is one of those: the file half first, so that it counts even where a key stays. */
  end(isOne: (text: string) => boolean): void {
    const ended = this.#options.folder.all().filter(({ text }) => isOne(text));
    ended.forEach(({ profile }) => this.#options.folder.remove(profile));
    ended.forEach(({ text }) => this.#endKey(text));
  }

  #remove(profile: string, text: string | null): void {
    if (text !== null) {
      this.#options.folder.remove(profile);
      this.#endKey(text);
    }
  }

  #endKey(text: string): void {
    const half = kernelHalfOf(text);
    if (half !== null) {
      endKernelHalf(half, this.#options.keyring());
    }
  }

  /** Keeps at most `most` records: the newest that have not expired. */
  #makeRoom(most: number, now: number): void {
    const all = this.#options.folder.all();
    const alive = all.filter(({ text }) => lifeEndOf(text) > now);
    const kept = new Set(alive.slice(Math.max(0, alive.length - most)));
    all.filter((one) => !kept.has(one)).forEach(({ profile, text }) => this.#remove(profile, text));
  }

  /** The oldest records make room while the kernel has none: the quota is shared with other programs. */
  #hold(answer: HotAnswer, life: HotLife): KernelHalf | null {
    const text = `${answer.secretAccessKey.reveal()}:${answer.sessionToken.reveal()}`;
    for (let most = MOST_RECORDS - 1; most >= 0; most -= 3) {
      const half = holdKernelHalf(text, life.until - life.written, this.#options.keyring());
      if (half !== null) {
        return half;
      }
      this.#makeRoom(Math.max(0, most - 3), life.written);
    }
    return null;
  }

  /** Null where the answer is nearly expired, or there is no clock. */
  #lifeOf(answer: HotAnswer): HotLife | null {
    const { clock, systemClock } = this.#options;
    const boot = thisBoot();
    const written = Math.floor(systemClock.now() / 1000);
    const seconds = Math.floor((answer.until - clock.now()) / 1000);
    return boot === null || seconds < 1
      ? null
      : { bootId: boot.id, untilUptime: boot.uptime + seconds, written, until: written + seconds };
  }
}
