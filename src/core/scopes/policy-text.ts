/** The most characters that AWS takes of a policy (docs/wire.md, "Narrowing a session"). */
export const POLICY_MOST = 2048;

/** A policy that allows these actions on these resources. */
export function allowing(actions: readonly string[], resources: readonly string[]): string {
  return policyOf([{ Effect: 'Allow', Action: one(actions), Resource: one(resources) }]);
}

export function policyOf(statements: readonly unknown[]): string {
  return JSON.stringify({ Version: '2012-10-17', Statement: statements });
}

function one(list: readonly string[]): string | readonly string[] {
  const [first] = list;
  return list.length === 1 && first !== undefined ? first : list;
}
