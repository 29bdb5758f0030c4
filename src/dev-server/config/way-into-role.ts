import { assumeRoleContext } from '../sts/assume-role-context.ts';
import type { Identity } from '../sts/identity.ts';
import { refusedAction } from '../sts/policy/trust-policy.ts';
import type { Role } from '../world/world.ts';

/** What a profile must say so that this caller may assume the role. */
export interface Way {
  readonly externalId: string | null;
  /** Serial of the caller's device; null where no MFA is needed. */
  readonly mfaSerial: string | null;
}

/** The least that makes the role's trust policy allow the caller; null where nothing does. Asks the policy itself. */
export function wayInto(role: Role, caller: Identity): Way | null {
  const serial = caller.mfaDevice?.serial ?? null;
  const serials = serial === null ? [null] : [null, serial];
  const ways = serials.flatMap((mfaSerial) =>
    [null, ...externalIds(role)].map((externalId): Way => ({ externalId, mfaSerial })),
  );
  return ways.find((way) => isAllowed(role, caller, way)) ?? null;
}

function isAllowed(role: Role, caller: Identity, { externalId, mfaSerial }: Way): boolean {
  const request = {
    roleArn: role.arn.text,
    sessionName: 'awscred',
    duration: 3600,
    externalId,
    serialNumber: mfaSerial,
    tokenCode: null,
    sourceIdentity: null,
    session: { policy: null, policyArns: [] },
    tags: [],
    hasCode: mfaSerial !== null,
  };
  const context = assumeRoleContext(caller, request, 0);
  return refusedAction(role.trust, { caller, actions: ['sts:AssumeRole'], context }) === null;
}

function externalIds(role: Role): readonly string[] {
  return role.trust
    .flatMap((statement) => statement.conditions)
    .filter((condition) => condition.key === 'sts:externalid')
    .flatMap((condition) => condition.values)
    .filter((value) => /^[\w+=,.@:/-]{2,1224}$/.test(value));
}
