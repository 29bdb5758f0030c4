import type { Credentials } from '../../core/credentials.ts';
import type { CredentialProcessStep } from '../../core/plan/step.ts';
import type { RunContext } from '../source.ts';
import { failedProcess, failure, nameOf } from './failed-process.ts';
import { withinToo, WITHIN } from './own-run.ts';
import { BadAnswer, processAnswer } from './process-answer.ts';

/** A program that goes by them would give another profile's credentials, and be asked for itself without an end. */
const NO_PROFILE = { AWS_PROFILE: null, AWS_DEFAULT_PROFILE: null, AWSCRED_PROFILE: null };

/** Starts the step's program and reads its answer. */
export async function runProcess(
  step: CredentialProcessStep,
  { ports, settings }: RunContext,
): Promise<Credentials> {
  const done = ports.report.busy(`waiting for the program ${nameOf(step)}`);
  const ended = await ports.processes
    .ended(step.argv, {
      timeoutMs: settings.processTimeout * 1000,
      variables: { ...NO_PROFILE, [WITHIN]: withinToo(step, ports.environment) },
    })
    .finally(done);
  const failed = failure(step, ended, settings.processTimeout);
  if (failed !== null || ended.how !== 'ended') {
    throw failed ?? new TypeError('a program that did not end has failed');
  }
  const answer = processAnswer(ended.stdout, ports.clock.now());
  if (answer instanceof BadAnswer) {
    throw failedProcess('REFUSED', step, answer.fault, { stderr: ended.stderr });
  }
  return { ...answer, accountId: answer.accountId ?? step.accountId };
}
