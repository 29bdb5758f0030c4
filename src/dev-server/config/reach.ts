import { SSO_USER } from '../portal/handle-portal.ts';
import { type Identity, roleSessionIdentity, userIdentity } from '../sts/identity.ts';
import { ssoRoleArn } from '../world/sso-role-arn.ts';
import type { Role, SsoAccount, User, World } from '../world/world.ts';
import { type Way, wayInto } from './way-into-role.ts';

interface SsoNode {
  readonly kind: 'sso';
  readonly identity: Identity;
  readonly account: SsoAccount;
  readonly roleName: string;
  readonly isFirst: boolean;
}

interface UserNode {
  readonly kind: 'user';
  readonly identity: Identity;
  readonly user: User;
}

/** A role and the shortest way to it that its trust policy allows. */
interface ReachedRole {
  readonly kind: 'role';
  readonly identity: Identity;
  readonly role: Role;
  readonly source: Node;
  readonly way: Way;
}

export type Node = SsoNode | UserNode | ReachedRole;

const NO_CONTEXT = { sourceIdentity: null, tags: [] };

/** Who in a world can become whom. */
export class Reach {
  readonly ssoNodes: readonly SsoNode[];
  readonly userNodes: readonly UserNode[];
  readonly #roles: readonly Role[];
  #favourite: ReachedRole | null = null;

  constructor(world: World) {
    this.ssoNodes = ssoNodes(world);
    this.userNodes = world.users.map((user) => ({ kind: 'user', identity: userIdentity(user), user }));
    this.#roles = world.roles;
  }

  /** The role reached from the SSO through two hops, a read-only one first; else through one; else null. */
  favourite(): ReachedRole | null {
    if (this.#favourite === null) {
      const roles = [...this.#roles].sort((a, b) => Number(isReadOnly(b)) - Number(isReadOnly(a)));
      const first = this.#reachFrom(this.ssoNodes, roles);
      this.#favourite = this.#reachFrom(first, roles)[0] ?? first[0] ?? null;
    }
    return this.#favourite;
  }

  /** Every role that somebody can reach, sources before the roles they lead to. */
  roleNodes(): readonly ReachedRole[] {
    const favourite = this.favourite();
    const reached = favourite === null ? [] : withSources(favourite);
    for (let count = -1; count < reached.length;) {
      count = reached.length;
      const known = new Set(reached.map((node) => node.role));
      const sources = [...this.ssoNodes, ...this.userNodes, ...reached];
      const unknown = this.#roles.filter((role) => !known.has(role));
      reached.push(...this.#reachFrom(sources, unknown));
    }
    return reached;
  }

  #reachFrom(sources: readonly Node[], roles: readonly Role[]): ReachedRole[] {
    return roles.flatMap((role) => {
      for (const source of sources) {
        const isItself = source.kind === 'role' && source.role === role;
        const way = isItself ? null : wayInto(role, source.identity);
        if (way !== null) {
          const identity = roleSessionIdentity(role.arn, 'awscred', NO_CONTEXT);
          return [{ kind: 'role', identity, role, source, way }];
        }
      }
      return [];
    });
  }
}

function ssoNodes({ sso }: World): readonly SsoNode[] {
  const pairs = (sso?.accounts ?? []).flatMap((account) =>
    account.roles.map((roleName) => ({ account, roleName })),
  );
  return pairs.map(({ account, roleName }, index) => {
    const arn = ssoRoleArn(account.id, roleName, sso?.region ?? '');
    const identity = roleSessionIdentity(arn, SSO_USER, NO_CONTEXT);
    return { kind: 'sso', identity, account, roleName, isFirst: index === 0 };
  });
}

function isReadOnly(role: Role): boolean {
  return /read-?_?only/i.test(role.arn.name);
}

function withSources(node: ReachedRole): ReachedRole[] {
  return node.source.kind === 'role' ? [...withSources(node.source), node] : [node];
}
