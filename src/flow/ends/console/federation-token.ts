import type { Credentials } from '../../../core/credentials.ts';
import { parseArn } from '../../../core/arn.ts';
import type { Request } from '../../../core/plan/request.ts';
import { generatedSessionName, tagFault } from '../../../core/plan/role-limits.ts';
import type { Plan } from '../../../core/plan/step.ts';
import { pasteable, printable, quoted } from '../../../core/text/printable.ts';
import { showDuration } from '../../../core/text/time.ts';
import { AwscredError, AwsRefusal } from '../../../errors.ts';
import { sourceOf } from '../../../sources/index.ts';
import { stsSite } from '../../line/plan-for.ts';
import type { Run } from '../../line/run.ts';

/** What guards and scopes allow a federated user, and for how long. */
export interface Limits {
  /** JSON text of the one policy; null where the command line's own policies are all. */
  readonly policy: string | null;
  /** Seconds at most; null for no limit. */
  readonly seconds: number | null;
}

/**
 * The limits of a plan whose scopes and guards are applied. AwscredError USAGE where there is none at all, without
 * which a federated user could do nothing, and for more than one: the policies of that call are one set, which would
 * allow what either allows.
 */
export function limitsOf({ policy, policyArns, readOnly }: Request, plan: Plan): Limits {
  const all = plan.steps.flatMap((step) => sourceOf(step).console?.narrows?.(step) ?? []);
  const layers = all.flatMap((one) => one.policy ?? []);
  const isOwn = policy !== null || policyArns.length > 0 || readOnly;
  const count = layers.length + (isOwn ? 1 : 0);
  if (count === 0) {
    throw needsPolicy(plan.profile);
  }
  if (layers.length > 0 && count > 1) {
    throw narrowedTwice(plan.profile, count);
  }
  const seconds = all.flatMap((one) => one.seconds ?? []);
  return { policy: layers[0] ?? null, seconds: seconds.length === 0 ? null : Math.min(...seconds) };
}

/** Exit 2: what the console takes of long-lived keys. */
export function needsPolicy(profile: string): AwscredError {
  return new AwscredError(
    'USAGE',
    `${printable(profile, 80)} has long-lived keys, which open the console only as a federated user with a policy`,
    {
      hints: [
        `to look only: \`${pasteable('awscred console --read-only', profile, 'PROFILE')}\``,
        '--policy JSON, --policy-arn ARN and --scope NAME allow more, --role-arn ARN opens it as a role',
      ],
    },
  );
}

function narrowedTwice(profile: string, count: number): AwscredError {
  return new AwscredError(
    'USAGE',
    `${printable(profile, 80)} is narrowed ${count} times, and AWS takes one policy for a user of the console`,
    {
      hints: [
        'guards of config.ini count, too: `awscred explain` shows them',
        '--role-arn ARN opens it as a role',
      ],
    },
  );
}

interface Keys {
  readonly keys: Credentials;
  readonly limits: Limits;
  /** Name of the partition, for AWS's own policies. */
  readonly partition: string;
}

/**
 * GetFederationToken with the policies of the command line (docs/wire.md, "Console"). AwscredError USAGE beyond STS's
 * limits, before the call.
 */
export async function federationToken(
  run: Run,
  plan: Plan,
  { keys, limits, partition }: Keys,
): Promise<Credentials> {
  const { request, ports } = run;
  if (keys.sessionToken !== null) {
    throw narrowedKeys(plan.profile);
  }
  const asked = {
    name: nameOf(request, ports.environment.user),
    durationSeconds: durationOf(request, limits),
    policy: limits.policy ?? policyOf(request),
    policyArns: [
      ...request.policyArns.map(arnOf),
      ...(request.readOnly ? [`arn:${partition}:iam::aws:policy/ReadOnlyAccess`] : []),
    ],
    tags: request.tags,
  };
  refuse(request.tags.length > 0 ? tagFault(request.tags) : null, '--tag');
  try {
    return await ports.aws.getFederationToken(stsSite(run, plan.profile), keys, asked);
  } catch (error) {
    if (!(error instanceof AwsRefusal)) {
      throw error;
    }
    const { refusalError } = await import('../../../protocols/refusals/aws-refusal-text.ts');
    throw refusalError(error, { what: `GetFederationToken for ${printable(plan.profile, 80)}`, login: null });
  }
}

/** STS's default is 12 hours, the longest that the console knows. */
function durationOf({ duration }: Request, { seconds }: Limits): number | null {
  const isOdd = duration !== null && (duration < 900 || duration > 43_200);
  refuse(isOdd ? 'is not between 15m and 12h' : null, `--duration ${showDuration((duration ?? 0) * 1000)}`);
  if (seconds !== null && seconds < 900) {
    throw new AwscredError(
      'USAGE',
      `a scope or guard allows ${showDuration(seconds * 1000)}, and the console takes no less than 15m`,
    );
  }
  return seconds === null ? duration : Math.min(duration ?? 43_200, seconds);
}

/** A guard on the account that AWS named has put a session behind the keys. */
function narrowedKeys(profile: string): AwscredError {
  return new AwscredError(
    'GUARD',
    `a guard narrows the keys of ${printable(profile, 80)} by their account, and a narrowed user opens no console`,
    { hints: ['--role-arn ARN opens it as a role; `awscred explain` shows the guards'] },
  );
}

/** Of 32 characters at most. */
function nameOf({ sessionName }: Request, user: string): string {
  const fits = sessionName === null || /^[\w+=,.@-]{2,32}$/.test(sessionName);
  refuse(
    fits ? null : "is not a federated user's name (2 to 32 of A-Z a-z 0-9 _ + = , . @ -)",
    `--session-name ${quoted(sessionName ?? '')}`,
  );
  return sessionName ?? generatedSessionName(user).slice(0, 32);
}

function policyOf({ policy }: Request): string | null {
  if (policy !== null) {
    refuse(policy.length > 2048 ? 'is longer than 2048 characters' : null, '--policy');
    try {
      JSON.parse(policy);
    } catch {
      refuse('is not JSON text', '--policy');
    }
  }
  return policy;
}

function arnOf(arn: string): string {
  refuse(parseArn(arn) === null ? 'is not an ARN' : null, `--policy-arn ${quoted(arn)}`);
  return arn;
}

function refuse(fault: string | null, name: string): void {
  if (fault !== null) {
    throw new AwscredError('USAGE', `${name} ${fault}`);
  }
}
