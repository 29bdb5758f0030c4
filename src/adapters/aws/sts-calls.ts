import type { AssumeRoleCommandOutput, Credentials as StsCredentials } from '@aws-sdk/client-sts';

import type { Credentials } from '../../core/credentials.ts';
import type { Aws } from '../../ports/aws.ts';
import { text } from './answer-checks.ts';
import type { RunCall, SdkConnection } from './call.ts';
import { clientConfig, quietly } from './client-config.ts';
import { checkedCredentials, type RawCredentials } from './credentials-answer.ts';
import { AssumeRoleCommand, GetCallerIdentityCommand, GetSessionTokenCommand, STSClient } from './sdk/sts.ts';
import { keysOf, secretsOf } from './signing-keys.ts';
import { assumeRoleInput, codeOf, sessionTokenInput } from './sts-input.ts';

type Sts = Pick<Aws, 'assumeRole' | 'getSessionToken' | 'getCallerIdentity'>;

/** The calls to STS. Brings the SDK along, so it is imported only where one is made. */
export function stsCalls(run: RunCall): Sts {
  return {
    assumeRole: assumeRole(run),
    getSessionToken: getSessionToken(run),
    getCallerIdentity: getCallerIdentity(run),
  };
}

/** What AWS gives where no duration is asked for, in seconds (docs/wire.md, "STS limits"). */
const ASSUME_ROLE_DEFAULT = 3600;
const SESSION_TOKEN_DEFAULT = 43_200;

function assumeRole(run: RunCall): Sts['assumeRole'] {
  return (site, as, request) =>
    run({
      service: 'sts',
      operation: 'AssumeRole',
      site,
      repeat: request.mfa === null ? 'safe' : 'unless-sent',
      secrets: [...secretsOf(as), ...codeOf(request.mfa)],
      send: (connection) => client(connection, as).send(new AssumeRoleCommand(assumeRoleInput(request))),
      read: (output, now) => ({
        ...checkedCredentials(raw(output.Credentials), {
          now,
          asked: request.durationSeconds ?? ASSUME_ROLE_DEFAULT,
        }),
        ...whoIs(output, request.roleArn),
      }),
    });
}

function getSessionToken(run: RunCall): Sts['getSessionToken'] {
  return (site, as, request) =>
    run({
      service: 'sts',
      operation: 'GetSessionToken',
      site,
      repeat: request.mfa === null ? 'safe' : 'unless-sent',
      secrets: [...secretsOf(as), ...codeOf(request.mfa)],
      send: (connection) =>
        client(connection, as).send(new GetSessionTokenCommand(sessionTokenInput(request))),
      read: (output, now) => ({
        ...checkedCredentials(raw(output.Credentials), {
          now,
          asked: request.durationSeconds ?? SESSION_TOKEN_DEFAULT,
        }),
        accountId: as.accountId,
        arn: null,
      }),
    });
}

function getCallerIdentity(run: RunCall): Sts['getCallerIdentity'] {
  return (site, as) =>
    run({
      service: 'sts',
      operation: 'GetCallerIdentity',
      site,
      repeat: 'safe',
      secrets: secretsOf(as),
      send: (connection) => client(connection, as).send(new GetCallerIdentityCommand({})),
      read: (output) => ({
        accountId: text(output.Account, 'Account'),
        arn: text(output.Arn, 'Arn'),
        userId: text(output.UserId, 'UserId'),
      }),
    });
}

function client(connection: SdkConnection, as: Credentials): STSClient {
  const config = {
    ...clientConfig(connection),
    credentials: keysOf(as),
    sigv4aSigningRegionSet: [],
    // Left out, this is looked up in AWS's files too.
    disableClockSkewCorrection: false,
  };
  return quietly(() => new STSClient(config));
}

function raw(credentials: StsCredentials | undefined): RawCredentials | undefined {
  return (
    credentials && {
      accessKeyId: credentials.AccessKeyId,
      secretAccessKey: credentials.SecretAccessKey,
      sessionToken: credentials.SessionToken,
      expiresAt: credentials.Expiration?.getTime(),
    }
  );
}

function whoIs(output: AssumeRoleCommandOutput, roleArn: string): Pick<Credentials, 'accountId' | 'arn'> {
  const arn = output.AssumedRoleUser?.Arn ?? null;
  const account = (arn ?? roleArn).split(':')[4] ?? '';
  return { accountId: /^\d{1,32}$/.test(account) ? account : null, arn };
}
