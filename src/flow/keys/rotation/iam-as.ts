import type { Credentials } from '../../../core/credentials.ts';
import type { KeyPair } from '../../../core/kept-keys.ts';
import { itemAccount } from '../../../core/item-account.ts';
import type { Plan, Site } from '../../../core/plan/step.ts';
import { AwsRefusal } from '../../../errors.ts';
import type { Ports } from '../../../ports/index.ts';
import type { Iam } from '../../../ports/iam.ts';
import { fingerprints } from '../../../sources/fingerprint.ts';
import { CredentialCache } from '../../line/kept/credential-cache.ts';
import { execute } from '../../line/execute.ts';
import { iamSite, userPlan } from '../../line/user-plan.ts';
import type { Run } from '../../line/run.ts';

/** IAM, signed as a profile's user: with its keys, or with an MFA session where the profile names a device. */
export interface IamAs {
  readonly iam: Iam;
  readonly site: Site;
  /** What signs: the session once it was obtained, else these keys. */
  readonly as: (pair: KeyPair) => Credentials;
  /** Items of the MFA sessions that may sign. */
  readonly sessions: readonly string[];
}

/** What is left of the rotation takes less. */
const SESSION_MARGIN_MS = 5 * 60_000;

/** `old`: a key of a rotation that is open, whose MFA session may still be there. */
export async function iamAs(run: Run, profile: string, old: string | null): Promise<IamAs> {
  const plan = userPlan(run, profile);
  const oldPlan = old === null ? null : withKey(plan, old);
  const hasDevice = plan.steps.length > 1;
  const session = hasDevice ? ((await keptSession(run, oldPlan)) ?? (await newSession(run, plan))) : null;
  return {
    iam: await run.ports.iam(),
    site: iamSite(run, profile),
    as: (pair) => session ?? credentialsOf(pair),
    sessions: hasDevice ? [plan, oldPlan].flatMap((one) => (one === null ? [] : itemOf(one))) : [],
  };
}

async function newSession(run: Run, plan: Plan): Promise<Credentials> {
  const { request, settings, ports } = run;
  return (await execute({ plan, config: run.config(), request, settings }, ports)).credentials;
}

/** Null where there is none, or a code was given for a new one. */
async function keptSession({ ports, request }: Run, plan: Plan | null): Promise<Credentials | null> {
  const key = plan === null || request.mfaToken !== null ? undefined : fingerprints(plan.steps).at(-1);
  return key === undefined ? null : new CredentialCache(ports, request).read(key, SESSION_MARGIN_MS);
}

function withKey(plan: Plan, accessKeyId: string): Plan {
  const steps = plan.steps.map((step) => (step.kind === 'stored-keys' ? { ...step, accessKeyId } : step));
  return { ...plan, steps };
}

function itemOf({ steps }: Plan): readonly string[] {
  return fingerprints(steps)
    .slice(-1)
    .map((key) => itemAccount('tmp', key));
}

export function credentialsOf(pair: KeyPair): Credentials {
  return { ...pair, sessionToken: null, expiresAt: null, accountId: null, arn: null };
}

/** A refusal as one sentence; `what` is what was tried: `CreateAccessKey`. */
export async function orRefused<T>(what: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof AwsRefusal)) {
      throw error;
    }
    const { refusalError } = await import('../../../protocols/refusals/aws-refusal-text.ts');
    throw refusalError(error, { what, login: null });
  }
}

/** IAM may not know a new key yet that STS knows. */
export async function patiently<T>({ clock }: Pick<Ports, 'clock'>, work: () => Promise<T>): Promise<T> {
  const ends = clock.now() + 60_000;
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!isRefusal(error, 'InvalidClientTokenId') || clock.now() > ends) {
        throw error;
      }
      await clock.sleep(2000);
    }
  }
}

export function isRefusal(error: unknown, code: string): boolean {
  const refusal = error instanceof AwsRefusal ? error : error instanceof Error ? error.cause : null;
  return refusal instanceof AwsRefusal && refusal.facts.code === code;
}
