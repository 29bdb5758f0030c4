import { type AuditedKey, type AuditedUser, credentialReportIn } from '../../core/credential-report.ts';
import { userNameOf } from '../../core/rotation.ts';
import type { Credentials } from '../../core/credentials.ts';
import type { Site } from '../../core/plan/step.ts';
import { printable } from '../../core/text/printable.ts';
import { AwscredError, AwsRefusal } from '../../errors.ts';
import type { Iam } from '../../ports/iam.ts';
import { callerIdentity } from '../line/guards/caller-identity.ts';
import { chosen } from '../line/current-profile.ts';
import { execute } from '../line/execute.ts';
import { stsSite } from '../line/plan-for.ts';
import { planToRun } from '../line/plan-to-run.ts';
import type { Run } from '../line/run.ts';
import { iamSite } from '../line/user-plan.ts';
import { orRefused } from './rotation/iam-as.ts';

interface Asking {
  readonly run: Run;
  readonly iam: Iam;
  readonly site: Site;
  readonly as: Credentials;
}

/** The caller's own user, or by the credential report every user of the account. */
export async function audit(
  run: Run,
  profile: string | null,
  isAccount: boolean,
): Promise<readonly AuditedUser[]> {
  const { name } = chosen(run, profile);
  const plan = await planToRun(run, name);
  const { credentials: as } = await execute(
    { plan, config: run.config(), request: run.request, settings: run.settings },
    run.ports,
  );
  const asking = { run, as, iam: await run.ports.iam(), site: iamSite(run, name) };
  if (isAccount) {
    return wholeAccount(asking);
  }
  const { arn } = await callerIdentity(run, as, stsSite(run, name));
  if (!arn.includes(':user/')) {
    throw new AwscredError('USAGE', `${printable(arn, 200)} is no user, and has no keys of its own`, {
      hints: ['the whole account: awscred keys audit --account'],
    });
  }
  return [await ownUser(asking, arn)];
}

async function ownUser(asking: Asking, arn: string): Promise<AuditedUser> {
  const { iam, site, as } = asking;
  const user = userNameOf(arn);
  const listed = await orRefused('ListAccessKeys', async () => iam.listAccessKeys(site, as, user));
  const keys: AuditedKey[] = [];
  for (const { accessKeyId, isActive, createdAt } of listed) {
    const use = await orRefused('GetAccessKeyLastUsed', async () => iam.lastUse(site, as, accessKeyId));
    keys.push({
      accessKeyId,
      isActive,
      createdAt,
      lastUsedAt: use.at,
      service: use.service,
      region: use.region,
    });
  }
  const mfa = await orUnknown(async () => iam.hasMfaDevice(site, as, user));
  return { user, arn, isRoot: false, mfa, password: null, passwordChangedAt: null, keys };
}

/** Many users may see their keys and not their devices. */
async function orUnknown<T>(work: () => Promise<T>): Promise<T | null> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof AwsRefusal) {
      return null;
    }
    throw error;
  }
}

const REPORT_MS = 60_000;
const POLL_MS = 1000;

async function wholeAccount({ run, iam, site, as }: Asking): Promise<readonly AuditedUser[]> {
  const { clock } = run.ports;
  const ends = clock.now() + REPORT_MS;
  while (!(await orRefused('GenerateCredentialReport', async () => iam.generateCredentialReport(site, as)))) {
    if (clock.now() > ends) {
      throw new AwscredError('TIMEOUT', 'AWS is still making the credential report', {
        hints: ['try again in a minute'],
      });
    }
    await clock.sleep(POLL_MS);
  }
  const text = await orRefused('GetCredentialReport', async () => iam.credentialReport(site, as));
  const users = credentialReportIn(text);
  if (users === null) {
    throw new AwscredError('NETWORK', 'the credential report is not one that awscred can read');
  }
  return users;
}
