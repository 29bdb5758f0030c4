import type { Credentials } from '../../../core/credentials.ts';
import type { Site } from '../../../core/plan/step.ts';
import { AwsRefusal } from '../../../errors.ts';
import type { CallerIdentity } from '../../../ports/aws.ts';
import type { Run } from '../run.ts';

/** Who AWS says these credentials are. */
export async function callerIdentity(run: Run, as: Credentials, site: Site): Promise<CallerIdentity> {
  try {
    return await run.ports.aws.getCallerIdentity(site, as);
  } catch (error) {
    if (!(error instanceof AwsRefusal)) {
      throw error;
    }
    const { refusalError } = await import('../../../protocols/refusals/aws-refusal-text.ts');
    throw refusalError(error, { what: 'GetCallerIdentity', login: null });
  }
}
