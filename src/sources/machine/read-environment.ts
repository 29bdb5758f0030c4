import type { Credentials } from '../../core/credentials.ts';
import { isExchanged } from '../../core/plan/key-id.ts';
import type { EnvironmentStep } from '../../core/plan/step.ts';
import { Secret } from '../../core/secret.ts';
import { quoted } from '../../core/text/printable.ts';
import { fromIso } from '../../core/text/time.ts';
import type { Variables } from '../../core/variables.ts';
import { AwscredError } from '../../errors.ts';
import type { RunContext } from '../source.ts';
import { environmentToken } from './environment-token.ts';

/** The keys as they stand in the environment. AwscredError CONFIG for what is missing, REFUSED for keys that have expired. */
export function readEnvironmentKeys(step: EnvironmentStep, { ports }: RunContext): Credentials {
  const variables = ports.environment;
  const id = neededIn(step, variables, 'AWS_ACCESS_KEY_ID');
  const secret = neededIn(step, variables, 'AWS_SECRET_ACCESS_KEY');
  if (isExchanged(id, secret)) {
    throw fault(
      step,
      'AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are swapped',
      'set each to the other’s value',
    );
  }
  const token = environmentToken(variables);
  const account = variables.get('AWS_ACCOUNT_ID');
  return {
    accessKeyId: id,
    secretAccessKey: new Secret(secret),
    sessionToken: token === null ? null : new Secret(token),
    expiresAt: expiryIn(step, variables, ports.clock.now()),
    accountId: account !== null && /^\d{12}$/.test(account) ? account : null,
    arn: null,
  };
}

function neededIn(step: EnvironmentStep, variables: Variables, name: string): string {
  const value = variables.get(name);
  if (value === null) {
    throw fault(
      step,
      `${name} is not set`,
      `set ${name}, or name another credential_source or a source_profile`,
    );
  }
  if (!/^[!-~]+$/.test(value)) {
    throw fault(
      step,
      `${name} has characters that no key has`,
      `set ${name} again, without blanks and line feeds`,
    );
  }
  return value;
}

function expiryIn(step: EnvironmentStep, variables: Variables, now: number): number | null {
  const text = variables.get('AWS_CREDENTIAL_EXPIRATION');
  const time = text === null ? null : fromIso(text);
  if (time !== null && time <= now) {
    throw new AwscredError(
      'REFUSED',
      `profile ${quoted(step.profile)}: the keys of the environment have expired (AWS_CREDENTIAL_EXPIRATION)`,
      {
        hints: ['get new ones into this shell, then try again'],
        at: step.settings['credential_source'] ?? null,
      },
    );
  }
  return time;
}

function fault(step: EnvironmentStep, what: string, hint: string): AwscredError {
  return new AwscredError(
    'CONFIG',
    `profile ${quoted(step.profile)}: credential_source = Environment, but ${what}`,
    {
      hints: [hint],
      at: step.settings['credential_source'] ?? null,
    },
  );
}
