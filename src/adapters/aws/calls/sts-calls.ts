import type { Credentials as StsCredentials } from '@aws-sdk/client-sts';
import type { Credentials } from '../../../core/credentials.ts';
import type { Aws } from '../../../ports/aws.ts';
import { text } from './answer-checks.ts';
import type { RunCall, SdkConnection } from '../transport/call.ts';
import { clientConfig, quietly } from '../transport/client-config.ts';
import { ASSUME_ROLE_DEFAULT } from './assume-role.ts';
import { assumedRole, checkedCredentials, type RawCredentials } from './credentials-answer.ts';
import {
  AssumeRoleWithSAMLCommand,
  AssumeRoleWithWebIdentityCommand,
  GetCallerIdentityCommand,
  GetFederationTokenCommand,
  GetScopedCredentialsCommand,
  GetSessionTokenCommand,
  STSClient,
} from '../sdk/sts.ts';
import { keysOf, secretsOf } from './signing-keys.ts';
import {
  codeOf,
  federationInput,
  roleInput,
  samlInput,
  scopedInput,
  sessionTokenInput,
} from './sts-inputs.ts';

type Sts = Pick<
  Aws,
  | 'assumeRoleWithWebIdentity'
  | 'assumeRoleWithSaml'
  | 'getSessionToken'
  | 'getScopedCredentials'
  | 'getCallerIdentity'
  | 'getFederationToken'
>;

/** The calls to STS but AssumeRole, which assume-role.ts makes. Brings the SDK along, so it is imported only where one is made. */
export function stsCalls(run: RunCall): Sts {
  return {
    assumeRoleWithWebIdentity: assumeRoleWithWebIdentity(run),
    assumeRoleWithSaml: assumeRoleWithSaml(run),
    getSessionToken: getSessionToken(run),
    getScopedCredentials: getScopedCredentials(run),
    getCallerIdentity: getCallerIdentity(run),
    getFederationToken: getFederationToken(run),
  };
}

/** What AWS gives where no duration is asked for, in seconds (docs/wire.md, "STS limits"). */
const SESSION_TOKEN_DEFAULT = 43_200;
/** The most that it takes. */
const SCOPED_MOST = 129_600;

function assumeRoleWithWebIdentity(run: RunCall): Sts['assumeRoleWithWebIdentity'] {
  return (site, token, request) =>
    run({
      service: 'sts',
      operation: 'AssumeRoleWithWebIdentity',
      site,
      repeat: 'safe',
      secrets: [token],
      sendsBearer: true,
      send: (connection) =>
        unsigned(connection).send(
          new AssumeRoleWithWebIdentityCommand({
            ...roleInput(request),
            WebIdentityToken: token.reveal(),
          }),
        ),
      read: (output, now) => ({
        ...checkedCredentials(raw(output.Credentials), {
          now,
          asked: request.durationSeconds ?? ASSUME_ROLE_DEFAULT,
        }),
        ...assumedRole(output.AssumedRoleUser?.Arn ?? null, request.roleArn),
      }),
    });
}

/** The answer may hold a context that is not to be logged: what is not read here goes nowhere. */
function assumeRoleWithSaml(run: RunCall): Sts['assumeRoleWithSaml'] {
  return (site, assertion, request) =>
    run({
      service: 'sts',
      operation: 'AssumeRoleWithSAML',
      site,
      repeat: 'safe',
      secrets: [assertion],
      sendsBearer: true,
      send: (connection) =>
        unsigned(connection).send(new AssumeRoleWithSAMLCommand(samlInput(request, assertion))),
      read: (output, now) => ({
        ...checkedCredentials(raw(output.Credentials), {
          now,
          asked: request.durationSeconds ?? ASSUME_ROLE_DEFAULT,
        }),
        ...assumedRole(output.AssumedRoleUser?.Arn ?? null, request.roleArn),
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
      sendsBearer: false,
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

function getScopedCredentials(run: RunCall): Sts['getScopedCredentials'] {
  return (site, as, request) =>
    run({
      service: 'sts',
      operation: 'GetScopedCredentials',
      site,
      repeat: 'safe',
      secrets: secretsOf(as),
      sendsBearer: false,
      send: (connection) =>
        client(connection, as).send(new GetScopedCredentialsCommand(scopedInput(request))),
      read: (output, now) => {
        const checked = checkedCredentials(raw(output.Credentials), {
          now,
          asked: request.durationSeconds ?? SCOPED_MOST,
        });
        // It never outlives the session that it narrows.
        const ends = Math.min(checked.expiresAt ?? Number.POSITIVE_INFINITY, as.expiresAt ?? Infinity);
        const arn = output.SessionInfo?.Arn ?? as.arn;
        return { ...checked, expiresAt: ends, accountId: as.accountId, arn };
      },
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
      sendsBearer: false,
      send: (connection) => client(connection, as).send(new GetCallerIdentityCommand({})),
      read: (output) => ({
        accountId: text(output.Account, 'Account'),
        arn: text(output.Arn, 'Arn'),
        userId: text(output.UserId, 'UserId'),
      }),
    });
}

function getFederationToken(run: RunCall): Sts['getFederationToken'] {
  return (site, as, request) =>
    run({
      service: 'sts',
      operation: 'GetFederationToken',
      site,
      repeat: 'safe',
      secrets: secretsOf(as),
      sendsBearer: false,
      send: (connection) =>
        client(connection, as).send(new GetFederationTokenCommand(federationInput(request))),
      read: (output, now) => {
        const arn = output.FederatedUser?.Arn ?? null;
        const asked = request.durationSeconds ?? SESSION_TOKEN_DEFAULT;
        const accountId = /^\d{1,32}$/.exec(arn?.split(':')[4] ?? '')?.[0] ?? as.accountId;
        return { ...checkedCredentials(raw(output.Credentials), { now, asked }), accountId, arn };
      },
    });
}

/** The operations with a token are not signed; a provider that is never asked keeps the SDK from looking for keys. */
function unsigned(connection: SdkConnection): STSClient {
  const config = {
    ...clientConfig(connection),
    credentials: async () => Promise.reject(new Error('an unsigned call has no keys')),
    sigv4aSigningRegionSet: [],
    disableClockSkewCorrection: false,
  };
  return quietly(() => new STSClient(config));
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
