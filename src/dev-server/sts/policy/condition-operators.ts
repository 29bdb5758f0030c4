/** Compares one value of the request with one value of the policy. */
type Compare = (actual: string, wanted: string) => boolean;

const OPERATORS: ReadonlyMap<string, { compare: Compare; negated: boolean }> = new Map([
  ['StringEquals', { compare: (actual, wanted) => actual === wanted, negated: false }],
  ['StringNotEquals', { compare: (actual, wanted) => actual === wanted, negated: true }],
  ['StringLike', { compare: matchesPattern, negated: false }],
  ['StringNotLike', { compare: matchesPattern, negated: true }],
  ['ArnEquals', { compare: matchesPattern, negated: false }],
  ['ArnLike', { compare: matchesPattern, negated: false }],
  ['ArnNotLike', { compare: matchesPattern, negated: true }],
  ['Bool', { compare: (actual, wanted) => actual.toLowerCase() === wanted.toLowerCase(), negated: false }],
  ['NumericEquals', { compare: (actual, wanted) => Number(actual) === Number(wanted), negated: false }],
  ['NumericLessThan', { compare: (actual, wanted) => Number(actual) < Number(wanted), negated: false }],
  [
    'NumericLessThanEquals',
    { compare: (actual, wanted) => Number(actual) <= Number(wanted), negated: false },
  ],
  ['NumericGreaterThan', { compare: (actual, wanted) => Number(actual) > Number(wanted), negated: false }],
  [
    'NumericGreaterThanEquals',
    { compare: (actual, wanted) => Number(actual) >= Number(wanted), negated: false },
  ],
]);

export function isOperator(name: string): boolean {
  return name === 'Null' || OPERATORS.has(name);
}

/**
 * One line of a condition block, as IAM judges it: `actual` is the request's value, undefined where the key is absent.
 * An absent key fails a positive operator and passes a negated one.
 */
export function compareCondition(
  operator: string,
  actual: string | undefined,
  wanted: readonly string[],
): boolean {
  if (operator === 'Null') {
    return wanted.some((value) => (value.toLowerCase() === 'true') === (actual === undefined));
  }
  const entry = OPERATORS.get(operator);
  if (entry === undefined) {
    return false;
  }
  const isMatch = actual !== undefined && wanted.some((value) => entry.compare(actual, value));
  return isMatch !== entry.negated;
}

/** `*` stands for any characters, `?` for one. */
export function matchesPattern(actual: string, pattern: string): boolean {
  const source = pattern
    .replace(/[\\^$.|+()[\]{}]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`, 's').test(actual);
}
