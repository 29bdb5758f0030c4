/** A Map that makes each value when it is asked for by name, and all of them when more is asked for. */
export class MapOnDemand<Value> implements ReadonlyMap<string, Value> {
  readonly #one: (name: string) => Value | undefined;
  readonly #all: () => ReadonlyMap<string, Value>;
  readonly #known = new Map<string, Value | undefined>();

  constructor(one: (name: string) => Value | undefined, all: () => ReadonlyMap<string, Value>) {
    this.#one = one;
    this.#all = all;
  }

  get(name: string): Value | undefined {
    if (!this.#known.has(name)) {
      this.#known.set(name, this.#one(name));
    }
    return this.#known.get(name);
  }

  has(name: string): boolean {
    return this.get(name) !== undefined;
  }

  get size(): number {
    return this.#all().size;
  }

  forEach(visit: (value: Value, name: string, map: ReadonlyMap<string, Value>) => void): void {
    this.#all().forEach(visit);
  }

  entries(): MapIterator<[string, Value]> {
    return this.#all().entries();
  }

  keys(): MapIterator<string> {
    return this.#all().keys();
  }

  values(): MapIterator<Value> {
    return this.#all().values();
  }

  [Symbol.iterator](): MapIterator<[string, Value]> {
    return this.entries();
  }
}
