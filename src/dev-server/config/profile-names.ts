import type { Identity } from '../sts/identity.ts';

/** What has a name; its identity is the ARN. */
type Named = { readonly identity: Identity };

/** Profile names, each given once: `ReadOnly` becomes `read-only`, a second one of that name gets its account number. */
export class ProfileNames {
  readonly #byArn = new Map<string, string>();
  readonly #taken = new Set<string>();

  /** Fixes a name beforehand; nobody else gets it. */
  give(name: string, owner: Named | null | undefined): void {
    this.#taken.add(name);
    if (owner) {
      this.#byArn.set(owner.identity.arn, name);
    }
  }

  take({ identity }: Named, wish: string): string {
    const name = this.#byArn.get(identity.arn) ?? this.#free(kebab(wish), identity.accountId);
    this.#byArn.set(identity.arn, name);
    this.#taken.add(name);
    return name;
  }

  #free(base: string, accountId: string): string {
    const candidates = [base, `${base}-${accountId}`];
    for (let n = 2; candidates.length <= this.#taken.size + 2; n += 1) {
      candidates.push(`${base}-${accountId}-${n}`);
    }
    return candidates.find((name) => !this.#taken.has(name)) ?? base;
  }
}

function kebab(name: string): string {
  const words = name
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-');
  return words.replace(/^-|-$/g, '') || 'profile';
}
