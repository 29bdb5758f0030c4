import type { Credentials } from '../../core/credentials.ts';
import type { ScopedStep } from '../../core/plan/step.ts';
import { printable } from '../../core/text/printable.ts';
import { AwsRefusal } from '../../errors.ts';
import type { RunContext } from '../source.ts';
import { refusedScope } from './refused-scope.ts';

/** The credentials of the step before, narrowed. */
export async function narrowSession(
  step: ScopedStep,
  upstream: Credentials,
  context: RunContext,
): Promise<Credentials> {
  try {
    const session = upstream.sessionToken === null ? await asSession(step, upstream, context) : upstream;
    return await narrowed(step, session, context);
  } catch (error) {
    if (!(error instanceof AwsRefusal)) {
      throw error;
    }
    const what =
      step.policy === null
        ? 'a shorter life for these credentials'
        : `to narrow the credentials to ${printable(step.scope, 80)}`;
    throw refusedScope(error, { step, context, what });
  }
}

/** A program may give long-lived keys, which the plan could not know. */
async function asSession(step: ScopedStep, keys: Credentials, context: RunContext): Promise<Credentials> {
  return context.ports.aws.getSessionToken(step.sts, keys, { durationSeconds: null, mfa: null });
}

/**
 * A duration that is as long as what is left, or longer, is left out of the call: AWS refuses more than is left, and
 * without it the end stays where it is. Without a policy nothing is left to ask for then.
 */
async function narrowed(step: ScopedStep, session: Credentials, context: RunContext): Promise<Credentials> {
  const { aws, clock } = context.ports;
  const left = session.expiresAt === null ? Number.POSITIVE_INFINITY : session.expiresAt - clock.now();
  const isLess = step.asks !== null && step.asks * 1000 < left;
  const call = async (durationSeconds: number | null): Promise<Credentials> =>
    step.policy === null && durationSeconds === null
      ? session
      : aws.getScopedCredentials(step.sts, session, {
          policy: step.policy,
          durationSeconds,
          description: context.request.reason,
        });
  try {
    return await call(isLess ? step.asks : null);
  } catch (error) {
    // The clocks differ by a little, or nobody knew what was left.
    if (isLess && error instanceof AwsRefusal && error.facts.code.startsWith('InsufficientSessionLifetime')) {
      return call(null);
    }
    throw error;
  }
}
