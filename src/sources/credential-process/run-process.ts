import type { Credentials } from '../../core/credentials.ts';
import type { CredentialProcessStep } from '../../core/plan/step.ts';
import type { AwscredError } from '../../errors.ts';
import type { Ended } from '../../ports/processes.ts';
import type { RunContext } from '../source.ts';
import { circle, failedProcess, failure, nameOf, saysCircle } from './failed-process.ts';
import { isToldCircle, withinToo, WITHIN } from './own-run.ts';
import { BadAnswer, processAnswer } from './process-answer.ts';

/** A program that goes by them would give another profile's credentials, and be asked for itself without an end. */
const NO_PROFILE = { AWS_PROFILE: null, AWS_DEFAULT_PROFILE: null, AWSCRED_PROFILE: null };

/** Starts the step's program and reads its answer. */
export async function runProcess(step: CredentialProcessStep, context: RunContext): Promise<Credentials> {
  const { ports, settings } = context;
  const run = Buffer.from(ports.random.bytes(8)).toString('hex');
  const done = ports.report.busy(`waiting for the program ${nameOf(step)}`);
  const ended = await ports.processes
    .ended(step.argv, {
      timeoutMs: settings.processTimeout * 1000,
      variables: { ...NO_PROFILE, [WITHIN]: withinToo(step, run, ports.environment) },
    })
    .finally(done);
  const answer = failure(step, ended, settings.processTimeout) ?? answerOf(step, ended, ports.clock.now());
  if ('accessKeyId' in answer) {
    return { ...answer, accountId: answer.accountId ?? step.accountId };
  }
  throw saysCircle(ended) || isToldCircle(run, ports.notes) ? circle(step) : answer;
}

function answerOf(step: CredentialProcessStep, ended: Ended, now: number): Credentials | AwscredError {
  const { stdout, stderr } = ended.how === 'ended' ? ended : { stdout: '', stderr: '' };
  const answer = processAnswer(stdout, now);
  return answer instanceof BadAnswer ? failedProcess('REFUSED', step, answer.fault, { stderr }) : answer;
}
