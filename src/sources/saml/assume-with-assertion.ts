import type { Credentials } from '../../core/credentials.ts';
import type { RolePair } from '../../core/saml/role-pairs.ts';
import type { SamlStep } from '../../core/plan/step.ts';
import { AwsRefusal } from '../../errors.ts';
import type { RunContext } from '../source.ts';
import { chosenRole } from './choose-role.ts';
import { type FoundResponse, responseFor } from './find-response.ts';
import { refusedAssertion } from './refused-assertion.ts';
import { knownLimit, noteLimit } from './role-limits.ts';

/** What STS may grant, where a role's own limit is not known: IAM's usual steps. */
const STEPS = [43_200, 28_800, 14_400, 7200, 3600];

/** Signs in where that is needed, chooses the role, and assumes it. A kept assertion that AWS no longer takes is replaced once. */
export async function assumeWithAssertion(step: SamlStep, context: RunContext): Promise<Credentials> {
  const found = await responseFor(step, context, null);
  try {
    return await assumed(step, found, context);
  } catch (error) {
    if (!found.isKept || !(error instanceof AwsRefusal) || !GONE.has(error.facts.code)) {
      throw error instanceof AwsRefusal ? refusedAssertion(error, step) : error;
    }
  }
  const fresh = await responseFor(step, context, found.response);
  try {
    return await assumed(step, fresh, context);
  } catch (error) {
    throw error instanceof AwsRefusal ? refusedAssertion(error, step) : error;
  }
}

/** A provider's certificate may have changed since, too. */
const GONE = new Set(['ExpiredTokenException', 'InvalidIdentityToken']);

async function assumed(step: SamlStep, found: FoundResponse, context: RunContext): Promise<Credentials> {
  const pair = await chosenRole(step, found, context);
  const asks = step.asks ?? 3600;
  const first = step.isCeiling ? knownLimit(pair.roleArn, asks, context.ports) : asks;
  for (let seconds = first; ;) {
    try {
      const credentials = await call(step, pair, { found, seconds, context });
      if (seconds < first) {
        noteLimit(pair.roleArn, seconds, context.ports);
      }
      return credentials;
    } catch (error) {
      const less = step.isCeiling && error instanceof AwsRefusal ? lessThan(seconds, error) : null;
      if (less === null) {
        throw error;
      }
      context.ports.report.debug(`the role allows less than ${seconds} seconds: asking for ${less}`);
      seconds = less;
    }
  }
}

async function call(
  step: SamlStep,
  { roleArn, providerArn }: RolePair,
  {
    found,
    seconds,
    context,
  }: { readonly found: FoundResponse; readonly seconds: number; readonly context: RunContext },
): Promise<Credentials> {
  return context.ports.aws.assumeRoleWithSaml(step.sts, found.response, {
    roleArn,
    principalArn: providerArn,
    durationSeconds: seconds,
    policy: step.policy,
    policyArns: step.policyArns,
  });
}

/** The next duration to ask for where AWS refuses one; null where the refusal is about something else. */
function lessThan(seconds: number, { facts }: AwsRefusal): number | null {
  if (facts.code !== 'ValidationError' || !/duration/i.test(facts.message)) {
    return null;
  }
  const named = Number(/less than or equal to (\d{3,5})/.exec(facts.message)?.[1] ?? Number.NaN);
  return named < seconds ? named : (STEPS.find((one) => one < seconds) ?? null);
}
