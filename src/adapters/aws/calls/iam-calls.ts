import type { Credentials } from '../../../core/credentials.ts';
import type { Site } from '../../../core/plan/step.ts';
import { Secret } from '../../../core/secret.ts';
import { asJsonObject, type JsonObject, textIn } from '../../../core/text/json-text.ts';
import { fromIso } from '../../../core/text/time.ts';
import type { Iam, LastUse, ListedKey } from '../../../ports/iam.ts';
import type { RunCall } from '../transport/call.ts';
import { queryCall } from '../transport/query-call.ts';
import type { Repeat } from '../transport/retry-policy.ts';
import { text, unusable } from './answer-checks.ts';
import { secretsOf } from './signing-keys.ts';

interface Asked<Result> {
  readonly site: Site;
  readonly as: Credentials;
  readonly action: string;
  readonly parameters?: Readonly<Record<string, string>>;
  readonly repeat?: Repeat;
  readonly mostBytes?: number;
  readonly read: (result: JsonObject) => Result;
}

/** A report of 16 MiB, in base64 and XML. */
const REPORT_BYTES = 24 * 1024 * 1024;

/** The calls to IAM. Brings the signer along, so it is imported only where one is made. */
export function iamCalls(run: RunCall): Iam {
  const ask = asker(run);
  return { ...keyCalls(ask), ...auditCalls(ask) };
}

type Ask = <Result>(asked: Asked<Result>) => Promise<Result>;

function asker(run: RunCall): Ask {
  return async ({ site, as, action, parameters = {}, ...rest }) =>
    run({
      service: 'iam',
      operation: action,
      site,
      repeat: rest.repeat ?? 'safe',
      secrets: secretsOf(as),
      sendsBearer: false,
      ...(rest.mostBytes === undefined ? {} : { mostBytes: rest.mostBytes }),
      send: async (connection) =>
        queryCall(connection, as, { service: 'iam', version: '2010-05-08', action, parameters }),
      read: rest.read,
    });
}

const nothing = (): void => undefined;

type KeyCalls = Pick<Iam, 'listAccessKeys' | 'createAccessKey' | 'setActive' | 'deleteAccessKey'>;

function keyCalls(ask: Ask): KeyCalls {
  return {
    listAccessKeys: async (site, as, user) => {
      const parameters = { UserName: user };
      const read = (result: JsonObject): readonly ListedKey[] =>
        members(result, 'AccessKeyMetadata').map(listedKey);
      return ask({ site, as, action: 'ListAccessKeys', parameters, read });
    },
    createAccessKey: async (site, as, user) =>
      ask({
        site,
        as,
        action: 'CreateAccessKey',
        parameters: { UserName: user },
        repeat: 'unless-done',
        read(result) {
          const key = asJsonObject(result['AccessKey']) ?? {};
          return {
            accessKeyId: field(key, 'AccessKeyId'),
            secretAccessKey: new Secret(field(key, 'SecretAccessKey')),
          };
        },
      }),
    setActive: async (site, as, { user, accessKeyId }, isActive) => {
      const Status = isActive ? 'Active' : 'Inactive';
      const parameters = { UserName: user, AccessKeyId: accessKeyId, Status };
      return ask({ site, as, action: 'UpdateAccessKey', parameters, read: nothing });
    },
    deleteAccessKey: async (site, as, { user, accessKeyId }) => {
      const parameters = { UserName: user, AccessKeyId: accessKeyId };
      return ask({ site, as, action: 'DeleteAccessKey', parameters, read: nothing });
    },
  };
}

function auditCalls(ask: Ask): Omit<Iam, keyof KeyCalls> {
  return {
    lastUse: async (site, as, accessKeyId) => {
      const parameters = { AccessKeyId: accessKeyId };
      return ask({ site, as, action: 'GetAccessKeyLastUsed', parameters, read: lastUse });
    },
    hasMfaDevice: async (site, as, user) => {
      const read = (result: JsonObject): boolean => members(result, 'MFADevices').length > 0;
      return ask({ site, as, action: 'ListMFADevices', parameters: { UserName: user }, read });
    },
    generateCredentialReport: async (site, as) => {
      const read = (result: JsonObject): boolean => field(result, 'State') === 'COMPLETE';
      return ask({ site, as, action: 'GenerateCredentialReport', read });
    },
    credentialReport: async (site, as) =>
      ask({
        site,
        as,
        action: 'GetCredentialReport',
        mostBytes: REPORT_BYTES,
        read: (result) => Buffer.from(field(result, 'Content'), 'base64').toString('utf8'),
      }),
  };
}

function field(object: JsonObject, name: string): string {
  return text(textIn(object, name) ?? undefined, name);
}

/** XML has no lists: one member is an object, none an empty text. */
function members(result: JsonObject, name: string): readonly JsonObject[] {
  const member = asJsonObject(result[name])?.['member'];
  const all: readonly unknown[] = Array.isArray(member) ? member : member === undefined ? [] : [member];
  return all.map(asJsonObject).filter((one) => one !== null);
}

function listedKey(object: JsonObject): ListedKey {
  const createdAt = fromIso(field(object, 'CreateDate'));
  if (createdAt === null) {
    throw unusable('a CreateDate that is no time');
  }
  return {
    accessKeyId: field(object, 'AccessKeyId'),
    isActive: field(object, 'Status') === 'Active',
    createdAt,
  };
}

function lastUse(result: JsonObject): LastUse {
  const found = asJsonObject(result['AccessKeyLastUsed']) ?? {};
  const date = textIn(found, 'LastUsedDate');
  return {
    at: date === null ? null : fromIso(date),
    service: known(found, 'ServiceName'),
    region: known(found, 'Region'),
  };
}

function known(object: JsonObject, name: string): string | null {
  const value = textIn(object, name);
  return value === 'N/A' ? null : value;
}
