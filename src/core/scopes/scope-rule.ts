import { printable, quoted } from '../text/printable.ts';
import { parseDuration } from '../text/time.ts';
import { allowing, POLICY_MOST } from './policy-text.ts';

/** The scope that is there without being written. */
export const READ_ONLY = 'read-only';

/** `[scope NAME]` of `config.ini`. */
export interface ScopeRule {
  readonly name: string;
  readonly actions: readonly string[] | null;
  readonly resources: readonly string[] | null;
  /** Full path, or from `~`; null where the section itself says what is allowed. */
  readonly policyFile: string | null;
  /** Seconds; null for as long as there is. */
  readonly duration: number | null;
  readonly file: string;
  readonly line: number;
}

interface ScopeEntry {
  readonly key: string;
  readonly value: string;
}

type Fault = { readonly fault: string };

/** The most seconds that AWS takes: 36 hours. */
export const SCOPE_MOST_SECONDS = 129_600;

const NAME = /^[A-Za-z0-9_][A-Za-z0-9._-]{0,63}$/;

/** Whether `--scope` takes a text for a file: a bare name is never one. */
export function isPolicyFile(text: string): boolean {
  return /[/\\]/.test(text) || text.endsWith('.json');
}

export function startScope(
  name: string,
  at: { readonly file: string; readonly line: number },
): ScopeRule | Fault {
  if (name === READ_ONLY) {
    return { fault: `[scope ${READ_ONLY}] is built in: choose another name (awscred scopes shows it)` };
  }
  if (!NAME.test(name) || isPolicyFile(name)) {
    const shown =
      name === '' ? '[scope] names no scope' : `[scope ${printable(name, 80)}] is no name of a scope`;
    return { fault: `${shown}: use A-Z a-z 0-9 _ . - (64 characters at most, not ending in .json)` };
  }
  return { name, actions: null, resources: null, policyFile: null, duration: null, ...at };
}

/** THE TABLE of what may stand in a scope's section. */
const KEYS: Readonly<Record<string, (value: string) => Partial<ScopeRule> | Fault>> = {
  allow: readActions,
  resources: readResources,
  policy: (value) =>
    /^(?:~\/|\/|[A-Za-z]:[\\/])/.test(value)
      ? { policyFile: value }
      : { fault: `policy = ${quoted(value)} is not the full path of a file` },
  duration: readScopeDuration,
};

export function addScopeKey(rule: ScopeRule, { key, value }: ScopeEntry): ScopeRule | Fault {
  if (!Object.hasOwn(KEYS, key)) {
    return { fault: `a scope has no key ${quoted(key)}; there are: ${Object.keys(KEYS).join(', ')}` };
  }
  const read = KEYS[key]?.(value) ?? {};
  if ('fault' in read) {
    return read;
  }
  const added = { ...rule, ...read };
  if (added.policyFile !== null && (added.actions !== null || added.resources !== null)) {
    return { fault: 'has both policy and allow (or resources): keep one' };
  }
  return added;
}

/** What is wrong with the scopes as a whole: two of a name, one without a policy, one that is too long. */
export function scopesFault(
  scopes: readonly ScopeRule[],
): { readonly message: string; readonly line: number } | null {
  for (const [index, scope] of scopes.entries()) {
    const fault = wholeFault(scope, scopes.slice(0, index));
    if (fault !== null) {
      return { message: `[scope ${scope.name}] ${fault}`, line: scope.line };
    }
  }
  return null;
}

function wholeFault(scope: ScopeRule, before: readonly ScopeRule[]): string | null {
  const twin = before.find(({ name }) => name === scope.name);
  if (twin !== undefined) {
    return `stands in line ${twin.line} already`;
  }
  const policy = policyOfScope(scope);
  if (policy === null) {
    return scope.policyFile === null ? 'allows nothing: add allow = ACTIONS, or policy = FILE' : null;
  }
  return policy.length > POLICY_MOST
    ? `makes a policy of ${policy.length} characters; AWS takes ${POLICY_MOST}`
    : null;
}

/** The policy that the section itself spells; null where a file has it. */
export function policyOfScope({ actions, resources }: ScopeRule): string | null {
  return actions === null ? null : allowing(actions, resources ?? ['*']);
}

function words(value: string): readonly string[] {
  return value.split(/[\s,]+/).filter((word) => word !== '');
}

function readActions(value: string): Partial<ScopeRule> | Fault {
  const actions = words(value);
  const bad = actions.find((action) => !/^(?:\*|[a-z0-9-]+:[A-Za-z0-9*?]+)$/.test(action));
  if (bad !== undefined) {
    return { fault: `allow: ${quoted(bad)} is not an action such as logs:Get*` };
  }
  return actions.length === 0 ? { fault: 'allow names no action' } : { actions };
}

function readResources(value: string): Partial<ScopeRule> | Fault {
  const resources = words(value);
  const bad = resources.find((one) => !/^(?:\*|arn:[\x21-\x7E]+)$/.test(one));
  if (bad !== undefined) {
    return { fault: `resources: ${quoted(bad)} is not an ARN` };
  }
  return resources.length === 0 ? { fault: 'resources names no ARN' } : { resources };
}

function readScopeDuration(value: string): Partial<ScopeRule> | Fault {
  const seconds = parseDuration(value);
  return seconds === null || seconds < 1 || seconds > SCOPE_MOST_SECONDS
    ? { fault: `duration = ${quoted(value)} is not a time up to 36h, such as 30m` }
    : { duration: seconds };
}
