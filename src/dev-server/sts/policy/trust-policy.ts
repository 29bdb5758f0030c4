import type { Condition, TrustStatement } from '../../world/world.ts';
import { compareCondition, matchesPattern } from './condition-operators.ts';
import type { Identity } from '../identity.ts';

/** The request's condition keys, lower-case; absent keys are not in it. */
export type ConditionContext = ReadonlyMap<string, string>;

interface TrustRequest {
  readonly caller: Identity;
  /** What the call needs, e.g. `sts:AssumeRole` and, with tags, `sts:TagSession`. */
  readonly actions: readonly string[];
  readonly context: ConditionContext;
}

/** The first of the request's actions that the policy does not allow; null when it allows all. */
export function refusedAction(trust: readonly TrustStatement[], request: TrustRequest): string | null {
  return request.actions.find((action) => !isAllowed(trust, action, request)) ?? null;
}

/** Whether a trust statement's principals include this identity, whatever its conditions say. */
function namesPrincipal(statement: TrustStatement, caller: Identity): boolean {
  return statement.principals.some(
    (principal) =>
      (principal === '*' && !/^(?:federated|service):/.test(caller.accountId)) ||
      principal === caller.accountId ||
      caller.knownAs.includes(principal) ||
      isRootOf(principal, caller.accountId),
  );
}

function isAllowed(trust: readonly TrustStatement[], action: string, request: TrustRequest): boolean {
  const matching = trust.filter(
    (statement) =>
      statement.actions.some((pattern) => matchesPattern(action.toLowerCase(), pattern)) &&
      namesPrincipal(statement, request.caller) &&
      statement.conditions.every((condition) => holds(condition, request.context)),
  );
  return matching.length > 0 && matching.every((statement) => statement.allows);
}

function holds(condition: Condition, context: ConditionContext): boolean {
  const actual = context.get(condition.key);
  return (
    (condition.ifExists && actual === undefined) ||
    compareCondition(condition.operator, actual, condition.values)
  );
}

function isRootOf(principal: string, accountId: string): boolean {
  return /^arn:[a-z-]+:iam::\d{12}:root$/.test(principal) && principal.split(':')[4] === accountId;
}
