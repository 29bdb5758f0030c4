import { randomUUID } from 'node:crypto';
import type { Service } from '../call-log.ts';
import type { Answer } from '../http/exchange.ts';
import { oauthCode, oidcError } from '../oidc/oidc-error.ts';
import { refusal } from '../machine/container-credentials.ts';
import { page } from '../machine/instance-metadata.ts';
import { ServiceError } from '../service-error.ts';
import { xmlRefusal } from '../sts/xml.ts';
import type { Fault } from './fault-rule.ts';

/** What is sent in place of the service's answer; null for faults that leave the service to answer, or send nothing. */
export function faultAnswer(fault: Fault, service: Service, operation: string): Answer | null {
  if (fault.kind === 'expired') {
    return machineAnswer(service, 401) ?? inFormOf(service, expiredError(service, operation));
  }
  if (fault.kind === 'garbage') {
    const headers = { 'Content-Type': fault.contentType ?? 'text/html' };
    return {
      status: 200,
      headers,
      body: fault.body ?? '<html><body>Please log in to the network</body></html>',
    };
  }
  if (fault.kind !== 'status') {
    return null;
  }
  const own = machineAnswer(service, fault.status) ?? inFormOf(service, statusError(service, fault.status));
  return { ...own, headers: { ...own.headers, ...fault.headers }, body: fault.body ?? own.body };
}

/** The metadata service says 401 for a token that has expired; the endpoint of EKS likewise. */
function machineAnswer(service: Service, status: number): Answer | null {
  if (service === 'imds') {
    return page(status);
  }
  return service === 'container' ? refusal(status, 'ServerFault', 'A fault that was asked for') : null;
}

function expiredError(service: Service, operation: string): ServiceError {
  if (service === 'sts' || service === 'iam') {
    return new ServiceError(403, 'ExpiredToken', 'The security token included in the request is expired');
  }
  if (service === 'sso-oidc') {
    return operation === 'CreateToken'
      ? oidcError('ExpiredTokenException', 'The token has expired')
      : oidcError('InvalidClientException', 'The client registration has expired');
  }
  return new ServiceError(401, 'UnauthorizedException', 'Session token not found or invalid');
}

function statusError(service: Service, status: number): ServiceError {
  const isThrottle = status === 429;
  if (service === 'sso-oidc') {
    const name = isThrottle ? 'SlowDownException' : 'InternalServerException';
    return new ServiceError(status, name, 'A fault that was asked for');
  }
  if (isThrottle) {
    return new ServiceError(
      status,
      service === 'sts' || service === 'iam' ? 'Throttling' : 'TooManyRequestsException',
      'Rate exceeded',
    );
  }
  const code = status === 503 ? 'ServiceUnavailable' : 'InternalFailure';
  return new ServiceError(status, code, 'A fault that was asked for');
}

function inFormOf(service: Service, error: ServiceError): Answer {
  const requestId = randomUUID();
  if (service === 'sts' || service === 'iam') {
    return xmlRefusal(error, requestId);
  }
  const body =
    service === 'sso-oidc'
      ? { error: oauthCode(error), error_description: error.message }
      : { message: error.message, __type: error.code };
  const headers = {
    'Content-Type': 'application/json',
    'x-amzn-RequestId': requestId,
    'x-amzn-ErrorType': error.code,
  };
  return { status: error.status, headers, body: JSON.stringify(body) };
}
