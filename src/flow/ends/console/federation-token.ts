import type { Credentials } from '../../../core/credentials.ts';
import { parseArn } from '../../../core/arn.ts';
import type { Request } from '../../../core/plan/request.ts';
import { generatedSessionName, tagFault } from '../../../core/plan/role-limits.ts';
import type { Plan } from '../../../core/plan/step.ts';
import { pasteable, printable, quoted } from '../../../core/text/printable.ts';
import { showDuration } from '../../../core/text/time.ts';
import { AwscredError, AwsRefusal } from '../../../errors.ts';
import { stsSite } from '../../line/plan-for.ts';
import type { Run } from '../../line/run.ts';

/** Whether a policy is given, without which a federated user could do nothing. */
export function isLimited({ policy, policyArns, readOnly }: Request): boolean {
  return policy !== null || policyArns.length > 0 || readOnly;
}

/** Exit 2: what the console takes of long-lived keys. */
export function needsPolicy(profile: string): AwscredError {
  return new AwscredError(
    'USAGE',
    `${printable(profile, 80)} has long-lived keys, which open the console only as a federated user with a policy`,
    {
      hints: [
        `to look only: \`${pasteable('awscred console --read-only', profile, 'PROFILE')}\``,
        '--policy JSON and --policy-arn ARN allow more, --role-arn ARN opens it as a role',
      ],
    },
  );
}

interface Keys {
  readonly keys: Credentials;
  /** Name of the partition, for AWS's own policies. */
  readonly partition: string;
}

/**
 * GetFederationToken with the policies of the command line (docs/wire.md, "Console"). AwscredError USAGE beyond STS's
 * limits, before the call.
 */
export async function federationToken(run: Run, plan: Plan, { keys, partition }: Keys): Promise<Credentials> {
  const { request, ports } = run;
  const asked = {
    name: nameOf(request, ports.environment.user),
    durationSeconds: durationOf(request),
    policy: policyOf(request),
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
function durationOf({ duration }: Request): number | null {
  const isOdd = duration !== null && (duration < 900 || duration > 43_200);
  refuse(isOdd ? 'is not between 15m and 12h' : null, `--duration ${showDuration((duration ?? 0) * 1000)}`);
  return duration;
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
