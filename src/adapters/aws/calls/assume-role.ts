import type { AssumeRoleCommandInput } from '@aws-sdk/client-sts';
import { asJsonObject, type JsonObject, textIn } from '../../../core/text/json-text.ts';
import { fromIso } from '../../../core/text/time.ts';
import type { Aws } from '../../../ports/aws.ts';
import type { RunCall } from '../transport/call.ts';
import { queryCall } from '../transport/query-call.ts';
import { assumedRole, checkedCredentials, type RawCredentials } from './credentials-answer.ts';
import { secretsOf } from './signing-keys.ts';
import { assumeRoleInput, codeOf } from './sts-inputs.ts';

/** What AWS gives where no duration is asked for, in seconds (docs/wire.md, "STS limits"). */
export const ASSUME_ROLE_DEFAULT = 3600;

/**
 * The call of every chain. The SDK's client for it takes five times as long to load as what signs and reads one form
 * (docs/performance.md); `test/adapters/aws/sdk-differential.test.ts` holds the two against each other.
 */
export function assumeRole(run: RunCall): Aws['assumeRole'] {
  return (site, as, request) =>
    run({
      service: 'sts',
      operation: 'AssumeRole',
      site,
      repeat: request.mfa === null ? 'safe' : 'unless-sent',
      secrets: [...secretsOf(as), ...codeOf(request.mfa)],
      sendsBearer: false,
      send: async (connection) =>
        queryCall(connection, as, {
          service: 'sts',
          version: '2011-06-15',
          action: 'AssumeRole',
          parameters: formOf(assumeRoleInput(request)),
        }),
      read: (result, now) => ({
        ...checkedCredentials(raw(asJsonObject(result['Credentials'])), {
          now,
          asked: request.durationSeconds ?? ASSUME_ROLE_DEFAULT,
        }),
        ...assumedRole(textIn(asJsonObject(result['AssumedRoleUser']) ?? {}, 'Arn'), request.roleArn),
      }),
    });
}

/** Lists are `Name.member.1`, and structures in them `Name.member.1.Field`. */
function formOf(input: AssumeRoleCommandInput): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(input).flatMap(([name, value]) => fieldsOf(name, value)));
}

function fieldsOf(name: string, value: unknown): readonly (readonly [string, string])[] {
  if (Array.isArray(value)) {
    return value.flatMap((member, index) => fieldsOf(`${name}.member.${index + 1}`, member));
  }
  const structure = asJsonObject(value);
  return structure === null
    ? [[name, String(value)]]
    : Object.entries(structure).flatMap(([field, one]) => fieldsOf(`${name}.${field}`, one));
}

function raw(credentials: JsonObject | null): RawCredentials | undefined {
  const field = (name: string): string | undefined => textIn(credentials ?? {}, name) ?? undefined;
  return {
    accessKeyId: field('AccessKeyId'),
    secretAccessKey: field('SecretAccessKey'),
    sessionToken: field('SessionToken'),
    expiresAt: fromIso(field('Expiration') ?? '') ?? undefined,
  };
}
