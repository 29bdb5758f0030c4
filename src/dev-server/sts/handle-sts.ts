import { randomUUID } from 'node:crypto';
import type { OpenCall } from '../call-log.ts';
import { type Exchange, type Handler, formOf } from '../http/exchange.ts';
import { ServiceError } from '../service-error.ts';
import { verifySignature } from '../sigv4/verify-signature.ts';
import { assumeRole } from './assume-role.ts';
import { assumeRoleWithSaml, type SamlState } from '../saml/assume-role-with-saml.ts';
import { getFederationToken } from './get-federation-token.ts';
import { getSessionToken } from './get-session-token.ts';
import { getScopedCredentials, refuseGlobal } from './get-scoped-credentials.ts';
import type { Identity } from './identity.ts';
import type { AccessKey } from './key-ring.ts';
import { checkScopes } from './policy/scope-policy.ts';
import {
  assumeRoleWithWebIdentity,
  type WebIdentityState,
} from '../web-identity/assume-role-with-web-identity.ts';
import type { StsState } from './sts-state.ts';
import { type XmlElements, xmlRefusal, xmlResult } from './xml.ts';

const VERSION = '2011-06-15';

type UnsignedState = WebIdentityState & SamlState;
type UnsignedOperation = (state: UnsignedState, form: URLSearchParams) => Issued | Promise<Issued>;
type Issued = { readonly result: XmlElements; readonly identity: Identity };

/** Whoever has the token or the assertion may call them. */
const UNSIGNED: ReadonlyMap<string, UnsignedOperation> = new Map<string, UnsignedOperation>([
  ['AssumeRoleWithWebIdentity', assumeRoleWithWebIdentity],
  ['AssumeRoleWithSAML', assumeRoleWithSaml],
]);

type Operation = (state: StsState, key: AccessKey, form: URLSearchParams) => XmlElements;

const OPERATIONS: ReadonlyMap<string, Operation> = new Map([
  ['AssumeRole', ofCaller(assumeRole)],
  ['GetSessionToken', ofCaller(getSessionToken)],
  ['GetFederationToken', ofCaller(getFederationToken)],
  ['GetScopedCredentials', getScopedCredentials],
  ['GetCallerIdentity', ofCaller(getCallerIdentity)],
]);

/** STS over the query protocol: a signed form in, XML out. */
export function handleSts(state: UnsignedState): Handler {
  return async (exchange, call) => {
    const requestId = randomUUID();
    try {
      const form = stsForm(exchange);
      const action = form.get('Action') ?? '';
      const unsigned = form.get('Version') === VERSION ? UNSIGNED.get(action) : undefined;
      if (unsigned !== undefined) {
        const { result, identity: issued } = await unsigned(state, form);
        call.principal = issued.arn;
        return xmlResult(action, result, requestId);
      }
      const rules = {
        service: 'sts',
        now: state.clock.now(),
        findKey: (accessKeyId: string) => state.keys.find(accessKeyId),
      };
      const key = verifySignature(exchange, rules);
      call.principal = key.identity.arn;
      state.keys.users.used(key.accessKeyId, 'sts', 'us-east-1');
      const operation = findOperation(form);
      refuseGlobal(exchange, action);
      refuseFederated(key.identity, action);
      checkScopes(key.identity, action, form);
      const result = operation(state, key, form);
      noteDescription(call, form);
      return xmlResult(action, result, requestId);
    } catch (error) {
      if (!(error instanceof ServiceError)) {
        throw error;
      }
      call.code = error.code;
      return xmlRefusal(error, requestId);
    }
  };
}

/** A federated user may call nothing else of STS. */
const OF_FEDERATED = ['GetCallerIdentity', 'GetScopedCredentials'];

function refuseFederated({ kind, arn }: Identity, action: string): void {
  if (kind === 'federated-user' && !OF_FEDERATED.includes(action)) {
    throw new ServiceError(403, 'AccessDenied', `User: ${arn} is not authorized to perform: sts:${action}`);
  }
}

/** As CloudTrail would. */
function noteDescription(call: OpenCall, form: URLSearchParams): void {
  const description = form.get('ScopedSessionDescription');
  if (description !== null) {
    call.description = description;
  }
}

function ofCaller(
  operation: (state: StsState, caller: Identity, form: URLSearchParams) => XmlElements,
): Operation {
  return (state, { identity }, form) => operation(state, identity, form);
}

/** The operation a request asks for, for the log and for faults, before anything is verified. */
export function stsOperation(exchange: Exchange): string {
  const action = stsForm(exchange).get('Action') ?? '';
  return /^\w{1,64}$/.test(action) ? action : 'Unknown';
}

function stsForm(exchange: Exchange): URLSearchParams {
  return exchange.method === 'GET' ? exchange.query : formOf(exchange);
}

function findOperation(form: URLSearchParams): Operation {
  const action = form.get('Action');
  const version = form.get('Version');
  const operation = OPERATIONS.get(action ?? '');
  if (action === null) {
    throw new ServiceError(400, 'MissingAction', 'Missing Action');
  }
  if (operation === undefined || version !== VERSION) {
    throw new ServiceError(
      400,
      'InvalidAction',
      `Could not find operation ${action} for version ${version ?? 'NO_VERSION_SPECIFIED'}`,
    );
  }
  return operation;
}

function getCallerIdentity(_state: StsState, caller: Identity): XmlElements {
  return { Arn: caller.arn, UserId: caller.userId, Account: caller.accountId };
}
