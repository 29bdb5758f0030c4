import { ServiceError } from '../../service-error.ts';
import type { Identity } from '../identity.ts';

/** AWS answers it whatever a policy says. */
const ALWAYS_ALLOWED = 'GetCallerIdentity';

/** A narrowed session may only make the calls that all its layers allow. Throws AccessDenied (403). */
export function checkScopes(caller: Identity, action: string, form: URLSearchParams): void {
  const resource = form.get('RoleArn') ?? '*';
  const call = { action: `sts:${action}`, resource };
  if (action !== ALWAYS_ALLOWED && !caller.scopes.every((policy) => allows(policy, call))) {
    throw new ServiceError(
      403,
      'AccessDenied',
      `User: ${caller.arn} is not authorized to perform: sts:${action} on resource: ${resource} because no session policy allows the sts:${action} action`,
    );
  }
}

interface ScopedCall {
  readonly action: string;
  readonly resource: string;
}

interface PolicyStatement {
  readonly Effect: 'Allow' | 'Deny';
  readonly Action?: string | readonly string[];
  readonly NotAction?: string | readonly string[];
  readonly Resource?: string | readonly string[];
  readonly NotResource?: string | readonly string[];
  readonly Condition?: unknown;
}

/** Whether a policy allows a call: no statement denies it, and one allows it. A condition allows nothing here. */
function allows(policy: string, call: ScopedCall): boolean {
  const { Statement } = JSON.parse(policy) as { Statement: PolicyStatement | readonly PolicyStatement[] };
  const matching = [Statement].flat().filter((statement) => isAbout(statement, call));
  return (
    matching.some(({ Effect, Condition }) => Effect === 'Allow' && Condition === undefined) &&
    matching.every(({ Effect }) => Effect === 'Allow')
  );
}

function isAbout(statement: PolicyStatement, { action, resource }: ScopedCall): boolean {
  const { Action, NotAction, Resource, NotResource } = statement;
  const named = (patterns: string | readonly string[] | undefined, text: string): boolean =>
    [patterns ?? []].flat().some((pattern) => matches(text, pattern));
  const isAction =
    Action === undefined
      ? !named([NotAction ?? []].flat().map(lower), action.toLowerCase())
      : named([Action].flat().map(lower), action.toLowerCase());
  return isAction && (Resource === undefined ? !named(NotResource, resource) : named(Resource, resource));
}

function lower(text: string): string {
  return text.toLowerCase();
}

/** `*` matches any text, `?` one character. */
function matches(text: string, pattern: string): boolean {
  const parts = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replace(/\*/g, '.*')
    .replace(/\?/g, '.');
  return new RegExp(`^${parts}$`, 's').test(text);
}
