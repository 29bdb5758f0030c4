import { randomUUID } from 'node:crypto';
import { type Exchange, type Handler, formOf } from '../http/exchange.ts';
import { ServiceError } from '../service-error.ts';
import { verifySignature } from '../sigv4/verify-signature.ts';
import type { Identity } from '../sts/identity.ts';
import type { StsState } from '../sts/sts-state.ts';
import { IAM_NAMESPACE, type XmlElements, xmlRefusal, xmlResult } from '../sts/xml.ts';
import { credentialReport } from './credential-report.ts';
import { refuseStranger, userMeant } from './iam-caller.ts';
import type { UserKey } from './user-keys.ts';

export const IAM_VERSION = '2010-05-08';
/** IAM is signed for one region of each partition. */
const REGIONS: Readonly<Record<string, string>> = {
  aws: 'us-east-1',
  'aws-cn': 'cn-north-1',
  'aws-us-gov': 'us-gov-west-1',
  'aws-eusc': 'eusc-de-east-1',
};

export interface IamState extends StsState {
  /** When each account's report was begun: by account number. */
  readonly reports: Map<string, number>;
}

type Operation = (state: IamState, caller: Identity, form: URLSearchParams) => XmlElements | null;

const OPERATIONS: ReadonlyMap<string, Operation> = new Map<string, Operation>([
  ['ListAccessKeys', listAccessKeys],
  ['CreateAccessKey', createAccessKey],
  ['UpdateAccessKey', updateAccessKey],
  ['DeleteAccessKey', deleteAccessKey],
  ['GetAccessKeyLastUsed', getAccessKeyLastUsed],
  ['ListMFADevices', listMfaDevices],
  ['GenerateCredentialReport', generateCredentialReport],
  ['GetCredentialReport', getCredentialReport],
]);

/** Whether a call at `/` is IAM's and not STS's: the version says so. */
export function isIam(exchange: Exchange): boolean {
  return exchange.method === 'POST' && formOf(exchange).get('Version') === IAM_VERSION;
}

/** IAM over the query protocol: a signed form in, XML out. */
export function handleIam(state: IamState): Handler {
  return (exchange, call) => {
    const requestId = randomUUID();
    try {
      const form = formOf(exchange);
      const findKey = (accessKeyId: string) => state.keys.find(accessKeyId);
      const key = verifySignature(exchange, { service: 'iam', now: state.clock.now(), findKey });
      const { identity } = key;
      call.principal = identity.arn;
      const region = REGIONS[identity.arn.split(':')[1] ?? ''] ?? 'us-east-1';
      refuseRegion(exchange, region);
      const action = form.get('Action') ?? '';
      const operation = OPERATIONS.get(action);
      if (operation === undefined) {
        throw new ServiceError(
          400,
          'InvalidAction',
          `Could not find operation ${action} for version ${IAM_VERSION}`,
        );
      }
      state.keys.users.used(key.accessKeyId, 'iam', region);
      return xmlResult(action, operation(state, identity, form), requestId, IAM_NAMESPACE);
    } catch (error) {
      if (!(error instanceof ServiceError)) {
        throw error;
      }
      call.code = error.code;
      return xmlRefusal(error, requestId, IAM_NAMESPACE);
    }
  };
}

function refuseRegion(exchange: Exchange, region: string): void {
  const scope = /Credential=[^/]+\/\d{8}\/([^/]+)\//.exec(
    exchange.headers.get('authorization')?.[0] ?? '',
  )?.[1];
  if (scope !== region) {
    const words = `Credential should be scoped to a valid region, not '${scope ?? ''}'.`;
    throw new ServiceError(403, 'SignatureDoesNotMatch', words);
  }
}

function listAccessKeys(state: IamState, caller: Identity, form: URLSearchParams): XmlElements {
  const user = userMeant(state.world, caller, 'ListAccessKeys', form);
  const keys = state.keys.users.of(user).map((key) => ({ ...metadata(key) }));
  return { UserName: nameOf(user.arn.text), AccessKeyMetadata: { member: keys }, IsTruncated: 'false' };
}

function nameOf(arn: string): string {
  return arn.split('/').at(-1) ?? '';
}

function metadata(one: UserKey): XmlElements {
  return {
    UserName: nameOf(one.user.arn.text),
    AccessKeyId: one.accessKeyId,
    Status: one.status,
    CreateDate: iso(one.createdAt),
  };
}

function createAccessKey(state: IamState, caller: Identity, form: URLSearchParams): XmlElements {
  const made = state.keys.users.create(userMeant(state.world, caller, 'CreateAccessKey', form));
  return { AccessKey: { ...metadata(made), SecretAccessKey: made.secretAccessKey } };
}

function updateAccessKey(state: IamState, caller: Identity, form: URLSearchParams): null {
  const user = userMeant(state.world, caller, 'UpdateAccessKey', form);
  const status = form.get('Status');
  if (status !== 'Active' && status !== 'Inactive') {
    throw new ServiceError(
      400,
      'ValidationError',
      `Value '${status ?? ''}' at 'status' failed to satisfy constraint`,
    );
  }
  state.keys.users.ofUser(user, idIn(form)).status = status;
  return null;
}

function deleteAccessKey(state: IamState, caller: Identity, form: URLSearchParams): null {
  const user = userMeant(state.world, caller, 'DeleteAccessKey', form);
  state.keys.users.delete(state.keys.users.ofUser(user, idIn(form)));
  return null;
}

function getAccessKeyLastUsed(state: IamState, caller: Identity, form: URLSearchParams): XmlElements {
  const id = idIn(form);
  const found = state.keys.users.any(id);
  if (found === null) {
    throw new ServiceError(
      403,
      'AccessDenied',
      `User: ${caller.arn} is not authorized to perform: iam:GetAccessKeyLastUsed`,
    );
  }
  const { lastUsed } = found;
  const named = new URLSearchParams({ UserName: nameOf(found.user.arn.text) });
  userMeant(state.world, caller, 'GetAccessKeyLastUsed', named);
  return {
    UserName: nameOf(found.user.arn.text),
    AccessKeyLastUsed: {
      LastUsedDate: lastUsed === null ? null : iso(lastUsed.at),
      ServiceName: lastUsed?.service ?? 'N/A',
      Region: lastUsed?.region ?? 'N/A',
    },
  };
}

function listMfaDevices(state: IamState, caller: Identity, form: URLSearchParams): XmlElements {
  const { mfa, arn } = userMeant(state.world, caller, 'ListMFADevices', form);
  const member =
    mfa === null ? [] : [{ UserName: nameOf(arn.text), SerialNumber: mfa.serial, EnableDate: iso(0) }];
  return { MFADevices: { member }, IsTruncated: 'false' };
}

/** A report is begun by the first call and there with the second; it holds for four hours. */
function generateCredentialReport(state: IamState, caller: Identity): XmlElements {
  refuseStranger(state.world, caller, 'GenerateCredentialReport');
  const isThere = state.reports.has(caller.accountId);
  state.reports.set(caller.accountId, state.clock.now());
  return isThere
    ? { State: 'COMPLETE' }
    : { State: 'STARTED', Description: 'No report exists. Starting a new report generation task' };
}

function getCredentialReport(state: IamState, caller: Identity): XmlElements {
  refuseStranger(state.world, caller, 'GetCredentialReport');
  const at = state.reports.get(caller.accountId);
  if (at === undefined) {
    throw new ServiceError(410, 'ReportNotPresent', 'No report is present');
  }
  const text = credentialReport(state.world, caller.accountId, state.keys.users, state.clock);
  return { Content: Buffer.from(text).toString('base64'), ReportFormat: 'text/csv', GeneratedTime: iso(at) };
}

function idIn(form: URLSearchParams): string {
  const id = form.get('AccessKeyId') ?? '';
  if (!/^\w{16,128}$/.test(id)) {
    throw new ServiceError(400, 'ValidationError', "Value at 'accessKeyId' failed to satisfy constraint");
  }
  return id;
}

function iso(epochMs: number): string {
  return `${new Date(epochMs).toISOString().slice(0, 19)}Z`;
}
