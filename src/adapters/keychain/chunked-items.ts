import { createHash, randomBytes } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import {
  asJsonObject,
  type JsonObject,
  numberIn,
  parseJsonObject,
  textIn,
} from '../../core/text/json-text.ts';
import { accountOfHome } from './home-tag.ts';
import type { RawItems } from './child/raw-items.ts';

/** The Windows Credential Manager takes 2,560 bytes; the rest is left for whatever it adds. */
export const WINDOWS_CHUNK_BYTES = 2400;

/** How often a reader starts over when a writer changes the item. */
const ATTEMPTS = 5;

/**
 * Texts longer than `limit` bytes in pieces: first the chunks under a generation of their own, the head last, then
 * the old generation is removed. A writer killed anywhere leaves the old text or the new one, and chunks that
 * `sweep` finds. Writers of one account must hold a lock; readers need none.
 */
export class ChunkedItems implements RawItems {
  readonly #items: RawItems;
  readonly #limit: number | null;
  readonly #home: string | null;

  /** Without a limit nothing is split, and no item is treated as split. `home`: whose chunks are swept (`homeTag`). */
  constructor(items: RawItems, limit: number | null, home: string | null = null) {
    this.#items = items;
    this.#limit = limit;
    this.#home = home;
  }

  async get(account: string): Promise<string | null> {
    for (let attempt = 1; ; attempt += 1) {
      const text = await this.#items.get(account);
      const head = text === null ? null : this.#headOf(text);
      if (head === null) {
        return text;
      }
      const whole = await this.#join(account, head);
      if (whole !== null) {
        return whole;
      }
      if (attempt === ATTEMPTS) {
        // The head is no item, so the caller reports it as damaged rather than absent.
        return text;
      }
    }
  }

  async set(account: string, text: string): Promise<void> {
    if (this.#limit === null) {
      await this.#items.set(account, text);
      return;
    }
    const before = await this.#items.get(account);
    // Windows decodes items as UTF-16: one of odd length makes every listing fail. JSON may end in blanks.
    await this.#write(account, Buffer.byteLength(text) % 2 === 0 ? text : `${text} `, this.#limit);
    const old = before === null ? null : this.#headOf(before);
    if (old !== null) {
      await this.#removeChunks(account, old);
    }
  }

  async delete(account: string): Promise<boolean> {
    const before = this.#limit === null ? null : await this.#items.get(account);
    const head = before === null ? null : this.#headOf(before);
    const there = await this.#items.delete(account);
    if (head !== null) {
      await this.#removeChunks(account, head);
    }
    return there;
  }

  async accounts(): Promise<readonly string[]> {
    return (await this.#items.accounts()).filter((account) => !account.startsWith('v1.chunk.'));
  }

  /** Removes the chunks that no head names, and did not name `pauseMs` ago either. Returns how many. */
  async sweep(pauseMs: number): Promise<number> {
    let orphans = await this.#orphans();
    if (orphans.length > 0 && pauseMs > 0) {
      await setTimeout(pauseMs);
      const before = new Set(orphans);
      orphans = (await this.#orphans()).filter((orphan) => before.has(orphan));
    }
    for (const orphan of orphans) {
      await this.#items.delete(orphan);
    }
    return orphans.length;
  }

  async #orphans(): Promise<readonly string[]> {
    const found = await this.#items.accounts();
    const all = found.filter((name) => accountOfHome(name, this.#home) !== null);
    const kept = new Set<string>();
    const whole = this.#limit === null ? [] : all.filter((each) => !each.startsWith('v1.chunk.'));
    for (const account of whole) {
      const head = this.#headOf((await this.#items.get(account)) ?? '');
      namesOf(account, head).forEach((name) => kept.add(name));
    }
    return all.filter((account) => account.startsWith('v1.chunk.') && !kept.has(account));
  }

  async #write(account: string, text: string, limit: number): Promise<void> {
    const bytes = Buffer.from(text, 'utf8');
    if (bytes.length <= limit) {
      await this.#items.set(account, text);
      return;
    }
    // Base64, so that a chunk never ends inside a character; four of its characters hold three bytes.
    const size = Math.floor(limit / 4) * 4;
    const coded = bytes.toString('base64');
    const count = Math.ceil(coded.length / size);
    const head: Head = { generation: randomBytes(4).toString('hex'), count, sha256: sha256(bytes) };
    for (const [index, name] of namesOf(account, head).entries()) {
      await this.#items.set(name, coded.slice(index * size, (index + 1) * size));
    }
    await this.#items.set(account, evenHead(head));
  }

  async #join(account: string, head: Head): Promise<string | null> {
    const chunks: string[] = [];
    for (const name of namesOf(account, head)) {
      chunks.push((await this.#items.get(name)) ?? '');
    }
    const bytes = Buffer.from(chunks.join(''), 'base64');
    return sha256(bytes) === head.sha256 ? bytes.toString('utf8') : null;
  }

  async #removeChunks(account: string, head: Head): Promise<void> {
    for (const name of namesOf(account, head)) {
      await this.#items.delete(name);
    }
  }

  #headOf(text: string): Head | null {
    const item = this.#limit === null ? null : parseJsonObject(text);
    const head = item === null ? null : asJsonObject(item['chunks']);
    return head === null ? null : toHead(head);
  }
}

interface Head {
  readonly generation: string;
  readonly count: number;
  readonly sha256: string;
}

function toHead(head: JsonObject): Head | null {
  const generation = textIn(head, 'generation');
  const count = numberIn(head, 'count');
  const digest = textIn(head, 'sha256');
  return generation === null || count === null || count > 4096 || digest === null
    ? null
    : { generation, count, sha256: digest };
}

function evenHead(head: Head): string {
  const text = JSON.stringify({ v: 1, chunks: head });
  return text.length % 2 === 0 ? text : `${text} `;
}

function namesOf(account: string, head: Head | null): readonly string[] {
  // `v1.tmp.<hex>`: the digest names the item whatever its kind.
  const digest = account.split('.').at(-1) ?? account;
  const { generation, count } = head ?? { generation: '', count: 0 };
  return Array.from({ length: count }, (_, index) => `v1.chunk.${digest}.${generation}.${index}`);
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
