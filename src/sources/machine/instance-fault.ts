import type { InstanceStep } from '../../core/plan/step.ts';
import { printable, quoted } from '../../core/text/printable.ts';
import { AwscredError, type ErrorCode } from '../../errors.ts';
import type { HttpAnswer } from '../../ports/http.ts';
import { HttpFailure } from '../../ports/http-failure.ts';
import { V1_KEY } from './instance-settings.ts';

export function instanceFault(
  code: ErrorCode,
  step: InstanceStep,
  what: string,
  hints: readonly string[] = [],
): AwscredError {
  const [setting] = Object.values(step.settings);
  return new AwscredError(code, `profile ${quoted(step.profile)}: instance credentials: ${what}`, {
    hints,
    at: setting ?? null,
  });
}

/** NETWORK (exit 6) with the likely cause where the service gives no token for IMDSv2; REFUSED for its 400. */
export function noToken(step: InstanceStep, answer: HttpAnswer | HttpFailure): AwscredError {
  if (answer instanceof HttpFailure) {
    return unanswered(step, answer);
  }
  const { status } = answer;
  if (status === 400) {
    return instanceFault('REFUSED', step, `${hostOf(step)} refused the request for a token (400)`);
  }
  const what = `${hostOf(step)} gives no IMDSv2 token (${status === 200 ? 'an answer that is none' : status})`;
  return instanceFault('NETWORK', step, what, [V1_HINT]);
}

const V1_HINT = `where the service knows IMDSv1 alone, allow that in the profile: ${V1_KEY} = false`;
const HOP_HINT =
  'in a container the hop limit may be one: aws ec2 modify-instance-metadata-options --http-put-response-hop-limit 2';

/** NETWORK (exit 6) with the likely cause: nobody there, or an answer that got lost on its way. */
export function unanswered(step: InstanceStep, failure: HttpFailure): AwscredError {
  const where = `${hostOf(step)}${step.override === null ? '' : ` (${nameOf(step.override)})`}`;
  if (failure.kind === 'silent' && failure.sent) {
    return instanceFault('NETWORK', step, `${where} took the request and did not answer`, [
      HOP_HINT,
      ...(step.v1 ? [] : [V1_HINT]),
    ]);
  }
  if (failure.kind === 'connect' || failure.kind === 'name') {
    const hint =
      step.override === null
        ? 'is this an EC2 instance? Elsewhere another source is needed; in a container the instance may be out of reach'
        : `is ${nameOf(step.override)} right?`;
    return instanceFault('NETWORK', step, `no metadata service at ${where}: ${failure.what}`, [hint]);
  }
  return instanceFault('NETWORK', step, `${where} failed: ${failure.what}`);
}

function hostOf({ endpoint }: InstanceStep): string {
  return printable(new URL(endpoint).host, 100);
}

function nameOf(override: NonNullable<InstanceStep['override']>): string {
  return override.from ?? 'ec2_metadata_service_endpoint';
}
