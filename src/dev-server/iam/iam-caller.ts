import { ServiceError } from '../service-error.ts';
import type { Identity } from '../sts/identity.ts';
import type { User, World } from '../world/world.ts';

/** The user whose keys a call is about. Throws AccessDenied and ValidationError as IAM does. */
export function userMeant(world: World, caller: Identity, action: string, form: URLSearchParams): User {
  const own = userOf(world, caller);
  const named = form.get('UserName');
  if (named === null && caller.kind !== 'user') {
    throw new ServiceError(
      400,
      'ValidationError',
      'Must specify userName when calling with non-User credentials',
    );
  }
  const user =
    named === null ? own : world.users.find(({ arn }) => isNamed(arn.text, named, caller.accountId));
  if (user === undefined || user === null) {
    throw new ServiceError(404, 'NoSuchEntity', `The user with name ${named ?? ''} cannot be found.`);
  }
  refuseDenied(own, user, caller, action);
  return user;
}

/** A call about the whole account. */
export function refuseStranger(world: World, caller: Identity, action: string): void {
  const own = userOf(world, caller);
  if (own?.iam !== 'account') {
    throw denied(caller, action, '*');
  }
}

function refuseDenied(own: User | null, user: User, caller: Identity, action: string): void {
  const isOwn = own === user && (own.iam !== 'own-with-mfa' || caller.mfaAt !== null);
  const isAdministrator = own?.iam === 'account' && own.arn.accountId === user.arn.accountId;
  if (!isOwn && !isAdministrator) {
    throw denied(caller, action, user.arn.text);
  }
}

function denied(caller: Identity, action: string, resource: string): ServiceError {
  return new ServiceError(
    403,
    'AccessDenied',
    `User: ${caller.arn} is not authorized to perform: iam:${action} on resource: ${resource} because no identity-based policy allows the iam:${action} action`,
  );
}

/** Null for a role. A session without MFA may not call IAM at all. */
function userOf(world: World, caller: Identity): User | null {
  if (caller.kind === 'user-session' && caller.mfaAt === null) {
    throw new ServiceError(
      403,
      'InvalidClientTokenId',
      'The security token included in the request is invalid',
    );
  }
  return world.users.find(({ arn }) => arn.text === caller.arn) ?? null;
}

function isNamed(arn: string, name: string, account: string): boolean {
  return arn.split(':')[4] === account && arn.split('/').at(-1) === name;
}
