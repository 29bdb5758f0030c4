import { ServiceError } from '../../service-error.ts';
import type { IamArn } from '../../world/iam-arn.ts';
import type { SessionTag } from '../identity.ts';
import type { ParameterCheck } from '../parameter-check.ts';

/** What a call narrows its session with. The local AWS checks the form; it has no service that the policy could narrow. */
export interface SessionPolicy {
  readonly policy: string | null;
  readonly policyArns: readonly string[];
}

/** Room for a session's policies and tags, in bytes; AWS's own packed format is not public. */
const ROOM = 4096;

export function readSessionPolicy(check: ParameterCheck): SessionPolicy {
  const policy = check.optional('Policy', {
    min: 1,
    max: 2048,
    pattern: '[\\u0009\\u000A\\u000D\\u0020-\\u00FF]+',
  });
  const policyArns = check
    .members('PolicyArns', 10)
    .map((n) => check.required(`PolicyArns.member.${n}.arn`, { min: 20, max: 2048 }));
  return { policy, policyArns };
}

/** Throws MalformedPolicyDocument or ValidationError (400). */
export function checkSessionPolicy(
  { policy, policyArns }: SessionPolicy,
  role: Pick<IamArn, 'partition' | 'accountId'>,
): void {
  if (policy !== null) {
    checkDocument(policy);
  }
  for (const arn of policyArns) {
    const match = /^arn:([a-z-]+):iam::(aws|\d{12}):policy\/\S+$/.exec(arn);
    if (match === null || match[1] !== role.partition || !['aws', role.accountId].includes(match[2] ?? '')) {
      throw new ServiceError(400, 'ValidationError', `ARN ${arn} is not valid.`);
    }
  }
}

/**
 * How much of the room a session's policies and tags take, in percent; null for a session with neither.
 * Throws PackedPolicyTooLarge (400) above 100.
 */
export function packedPolicySize(policy: SessionPolicy, tags: readonly SessionTag[]): number | null {
  if (policy.policy === null && policy.policyArns.length === 0 && tags.length === 0) {
    return null;
  }
  const texts = [policy.policy ?? '', ...policy.policyArns, ...tags.flatMap((tag) => [tag.key, tag.value])];
  const bytes = texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0);
  const percent = Math.ceil((100 * bytes) / ROOM);
  if (percent > 100) {
    throw new ServiceError(
      400,
      'PackedPolicyTooLarge',
      `Packed policy consumes ${percent}% of allotted space, please use smaller policy.`,
    );
  }
  return percent;
}

/** Throws MalformedPolicyDocument (400). */
export function checkDocument(policy: string): void {
  let document: unknown;
  try {
    document = JSON.parse(policy);
  } catch {
    throw malformed('This policy contains invalid Json');
  }
  const statement = fieldOf(document, 'Statement');
  const statements: readonly unknown[] = Array.isArray(statement) ? statement : [statement];
  if (statements.length === 0 || !statements.every(isStatement)) {
    throw malformed('Syntax errors in policy.');
  }
}

function isStatement(statement: unknown): boolean {
  const has = (key: string): boolean => fieldOf(statement, key) !== undefined;
  const effect = fieldOf(statement, 'Effect');
  return (
    (effect === 'Allow' || effect === 'Deny') &&
    has('Action') !== has('NotAction') &&
    has('Resource') !== has('NotResource') &&
    !has('Principal')
  );
}

function fieldOf(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? new Map(Object.entries(value)).get(key) : undefined;
}

function malformed(message: string): ServiceError {
  return new ServiceError(400, 'MalformedPolicyDocument', message);
}
