import type { Role, User, World } from '../world/world.ts';
import { ProfileNames } from './profile-names.ts';
import { type Node, Reach } from './reach.ts';
import type { Way } from './way-into-role.ts';

/** A profile of the written config. */
export type PlannedProfile =
  | { readonly kind: 'sso'; readonly name: string; readonly accountId: string; readonly roleName: string }
  | { readonly kind: 'keys'; readonly name: string; readonly user: User }
  | {
      readonly kind: 'role';
      readonly name: string;
      readonly role: Role;
      readonly source: string;
      readonly way: Way;
    };

/**
 * The profiles that make a world usable: `bastion` (the first account and role of the SSO), each user by name, each role
 * with a source that its trust policy allows. The role that the SSO reaches through two hops is `prod-readonly`,
 * one whose name says read-only where there is a choice.
 */
export function planProfiles(world: World): readonly PlannedProfile[] {
  const reach = new Reach(world);
  const names = new ProfileNames();
  const [bastion] = reach.ssoNodes;
  names.give('bastion', bastion);
  names.give('prod-readonly', reach.favourite());
  const profiles = new Map<Node, PlannedProfile>();
  const plan = (node: Node): string => {
    const known = profiles.get(node);
    const profile = known ?? toProfile(node, names, plan);
    profiles.set(node, profile);
    return profile.name;
  };
  for (const node of [
    ...(bastion === undefined ? [] : [bastion]),
    ...reach.userNodes,
    ...reach.roleNodes(),
  ]) {
    plan(node);
  }
  return [...profiles.values()];
}

function toProfile(node: Node, names: ProfileNames, plan: (source: Node) => string): PlannedProfile {
  switch (node.kind) {
    case 'sso': {
      const { account, roleName } = node;
      const name = names.take(node, `${account.name}-${roleName}`);
      return { kind: 'sso', name, accountId: account.id, roleName };
    }
    case 'user':
      return { kind: 'keys', name: names.take(node, node.user.arn.name), user: node.user };
    case 'role': {
      const { role, way } = node;
      const source = plan(node.source);
      const name = names.take(node, role.profile ?? role.arn.name);
      return { kind: 'role', name, role, source, way };
    }
  }
}
