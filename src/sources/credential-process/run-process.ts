import type { Credentials } from '../../core/credentials.ts';
import type { CredentialProcessStep } from '../../core/plan/step.ts';
import type { RunContext } from '../source.ts';
import { failedProcess, failure } from './failed-process.ts';
import { withinToo, WITHIN } from './own-run.ts';
import { BadAnswer, processAnswer } from './process-answer.ts';

/** Starts the step's program and reads its answer. */
export async function runProcess(
  step: CredentialProcessStep,
  { ports, settings }: RunContext,
): Promise<Credentials> {
  const ended = await ports.processes.ended(step.argv, {
    timeoutMs: settings.processTimeout * 1000,
    variables: { [WITHIN]: withinToo(step, ports.environment) },
  });
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
