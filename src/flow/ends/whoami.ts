import type { ProfileChoice } from '../../core/aws-files/profile-choice.ts';
import type { Credentials } from '../../core/credentials.ts';
import { plannedRelease } from '../../sources/summary.ts';
import { Secret } from '../../core/secret.ts';
import { AwscredError } from '../../errors.ts';
import type { CallerIdentity } from '../../ports/aws.ts';
import { guardsFor } from '../../core/settings/guards.ts';
import { refuseForbidden } from '../line/guards/allowed-accounts.ts';
import { callerIdentity } from '../line/guards/caller-identity.ts';
import { chosen } from '../line/current-profile.ts';
import { execute } from '../line/execute.ts';
import { stsSite } from '../line/plan-for.ts';
import { planToRun } from '../line/plan-to-run.ts';
import type { Run } from '../line/run.ts';

interface Known {
  readonly identity: CallerIdentity;
  /** What named the profile; null for the credentials of this environment. */
  readonly choice: ProfileChoice | null;
}

/**
 * GetCallerIdentity, as a profile, or as the credentials of this environment where no profile is named. It hands out
 * no credentials, so it asks for no confirmation; an account that a guard does not allow is still refused.
 */
export async function whoami(run: Run, profile: string | null): Promise<Known> {
  const ambient = profile === null && run.request.job === null ? ambientCredentials(run) : null;
  if (ambient !== null) {
    return { identity: await callerIdentity(run, ambient, stsSite(run, null)), choice: null };
  }
  const choice = chosen(run, profile);
  const plan = await planToRun(run, profile);
  const guards = run.guards();
  refuseForbidden(plan, guardsFor(plannedRelease(plan), guards), plannedRelease(plan).account);
  const execution = { plan, config: run.config(), request: run.request, settings: run.settings };
  const { credentials } = await execute(execution, run.ports);
  const identity = await callerIdentity(run, credentials, stsSite(run, plan.profile));
  refuseForbidden(plan, guardsFor(plannedRelease(plan), guards, identity.accountId), identity.accountId);
  return { identity, choice };
}

/** The keys this shell exports, all of them or none. */
function ambientCredentials(run: Run): Credentials | null {
  const { environment } = run.ports;
  const accessKeyId = environment.get('AWS_ACCESS_KEY_ID');
  const secret = environment.get('AWS_SECRET_ACCESS_KEY');
  if (accessKeyId === null && secret === null) {
    return null;
  }
  if (accessKeyId === null || secret === null) {
    throw new AwscredError(
      'USAGE',
      'this shell has half a key pair: set both AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY',
    );
  }
  const token = environment.get('AWS_SESSION_TOKEN') ?? environment.get('AWS_SECURITY_TOKEN');
  return {
    accessKeyId,
    secretAccessKey: new Secret(secret),
    sessionToken: token === null ? null : new Secret(token),
    expiresAt: null,
    accountId: null,
    arn: null,
  };
}
