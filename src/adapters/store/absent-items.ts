import type { AwscredError } from '../../errors.ts';
import type { Items } from './items.ts';

/** A keychain that is certainly missing: every access throws the reason. The index can still be listed. */
export class AbsentItems implements Items {
  readonly kind = 'keychain';
  readonly detail: string;
  readonly #why: AwscredError;

  constructor(why: AwscredError) {
    this.#why = why;
    this.detail = why.message;
  }

  async prepare(): Promise<void> {
    await this.#refuse();
  }

  async read(): Promise<never> {
    return await this.#refuse();
  }

  async write(): Promise<void> {
    await this.#refuse();
  }

  async readMany(): Promise<never> {
    return await this.#refuse();
  }

  async writeMany(): Promise<void> {
    await this.#refuse();
  }

  async search(): Promise<never> {
    return await this.#refuse();
  }

  async remove(): Promise<never> {
    return await this.#refuse();
  }

  async sweep(): Promise<never> {
    return await this.#refuse();
  }

  async #refuse(): Promise<never> {
    return await Promise.reject(this.#why);
  }
}
