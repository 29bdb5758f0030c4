import { POLICY_MOST } from './policy-text.ts';

/**
 * A layer that another one follows: the next call is made by the session that this one has narrowed, which must be
 * allowed to make it. The statement allows nothing else; where there is no room for it, the policy stays as it is.
 */
export function withNextLayer(policy: string): string {
  const document = JSON.parse(policy) as { Statement: unknown };
  const statements = listOf(document.Statement);
  const next = JSON.stringify({ ...document, Statement: [...statements, NEXT_LAYER] });
  return statements.some(allowsNextLayer) || next.length > POLICY_MOST ? policy : next;
}

const NEXT_LAYER = { Effect: 'Allow', Action: 'sts:GetScopedCredentials', Resource: '*' };

function allowsNextLayer(statement: unknown): boolean {
  const { Effect, Action, Resource, Condition } = statement as Readonly<Record<string, unknown>>;
  const isAllowed = listOf(Action).some((action) =>
    ['*', 'sts:*', 'sts:get*', 'sts:getscopedcredentials'].includes(String(action).toLowerCase()),
  );
  return Effect === 'Allow' && Condition === undefined && isAllowed && listOf(Resource).includes('*');
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? (value as unknown[]) : [value];
}
