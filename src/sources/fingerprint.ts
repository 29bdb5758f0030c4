import { createHash } from 'node:crypto';
import type { Site, Step } from '../core/plan/step.ts';

/**
 * One canonical key per step: a digest of the step and of all before it. It covers who starts the chain
 * and every hop's arguments, region and endpoint; profile names, places in files and comments are not part of it.
 * So an edited role is a miss and never a wrong identity, and an edited comment is a hit.
 */
export function fingerprints(steps: readonly Step[]): readonly string[] {
  let before = '';
  return steps.map((step) => {
    before = createHash('sha256')
      .update(JSON.stringify(['awscred step 1', before, step.kind, identityOf(step)]))
      .digest('hex');
    return before;
  });
}

/** What distinguishes a step from others, in a fixed order. */
function identityOf(step: Step): readonly unknown[] {
  switch (step.kind) {
    case 'stored-keys':
      return [step.accessKeyId, step.hasSessionToken];
    case 'mfa-session':
      // A GetSessionToken session is valid in every region: a role in another one must not cost another code.
      return [step.serial, step.asks, step.sts.override === null ? null : originOf(step.sts.endpoint)];
    case 'sso':
      return [
        step.session.name,
        step.session.startUrl,
        step.session.ssoRegion,
        [...step.session.scopes].sort(),
        originOf(step.session.oidc.endpoint),
        ...siteOf(step.portal),
        step.accountId,
        step.roleName,
      ];
    case 'assume-role':
      return roleIdentity(step);
    default:
      return [step.key, Object.entries(step.settings).map(([key, setting]) => [key, setting.value])];
  }
}

function roleIdentity(step: Extract<Step, { kind: 'assume-role' }>): readonly unknown[] {
  return [
    step.roleArn,
    step.roleSessionName,
    step.externalId,
    step.asks,
    step.mfa,
    step.tags,
    [...step.transitiveTags].sort(),
    step.sourceIdentity,
    step.policy,
    step.policyArns,
    ...siteOf(step.sts),
  ];
}

function siteOf(site: Site): readonly string[] {
  return [site.region, originOf(site.endpoint)];
}

/** A changed endpoint is a miss: scheme, host, port and path all count. */
function originOf(endpoint: string): string {
  return endpoint.replace(/\/+$/, '');
}
