import type { Credentials } from '../../../core/credentials.ts';
import type { KeyPair } from '../../../core/kept-keys.ts';
import type { Site } from '../../../core/plan/step.ts';
import { AwsRefusal } from '../../../errors.ts';
import type { Ports } from '../../../ports/index.ts';
import type { Iam } from '../../../ports/iam.ts';
import { execute } from '../../line/execute.ts';
import { iamSite, userPlan } from '../../line/user-plan.ts';
import type { Run } from '../../line/run.ts';

/** IAM, signed as a profile's user: with its keys, or with an MFA session where the profile names a device. */
export interface IamAs {
  readonly iam: Iam;
  readonly site: Site;
  /** What signs: the session once it was obtained, else these keys. */
  readonly as: (pair: KeyPair) => Credentials;
}

export async function iamAs(run: Run, profile: string): Promise<IamAs> {
  const plan = userPlan(run, profile);
  const hasDevice = plan.steps.length > 1;
  const session = hasDevice
    ? (await execute({ plan, config: run.config(), request: run.request, settings: run.settings }, run.ports))
        .credentials
    : null;
  return {
    iam: await run.ports.iam(),
    site: iamSite(run, profile),
    as: (pair) => session ?? credentialsOf(pair),
  };
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
