import type { Credentials } from '../../core/credentials.ts';
import type { WebIdentityStep } from '../../core/plan/step.ts';
import { AwsRefusal } from '../../errors.ts';
import type { RunContext } from '../source.ts';
import { refusedToken } from './refused-token.ts';
import { tokenNow } from './token-now.ts';

/** AWS could not reach the provider, or did not take its answer: worth another try. */
const PASSING = 'IDPCommunicationError';
const TRIES = 3;

/** AssumeRoleWithWebIdentity with a token that was fetched for this call and is kept nowhere. */
export async function assumeWithToken(step: WebIdentityStep, context: RunContext): Promise<Credentials> {
  const { aws, clock } = context.ports;
  const token = await tokenNow(step, context.ports);
  for (let tries = 1; ; tries += 1) {
    try {
      return await aws.assumeRoleWithWebIdentity(step.sts, token, {
        roleArn: step.roleArn,
        roleSessionName: step.roleSessionName,
        durationSeconds: step.asks,
        policy: step.policy,
        policyArns: step.policyArns,
      });
    } catch (error) {
      if (!(error instanceof AwsRefusal)) {
        throw error;
      }
      if (error.facts.code !== PASSING || tries === TRIES) {
        throw refusedToken(error, step, token);
      }
      await clock.sleep(500 * 2 ** tries);
    }
  }
}
