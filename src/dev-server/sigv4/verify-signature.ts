import { timingSafeEqual } from 'node:crypto';
import { type Exchange, header } from '../http/exchange.ts';
import { ServiceError } from '../service-error.ts';
import type { AccessKey } from '../sts/key-ring.ts';
import { type Authorization, parseAuthorization } from './authorization-header.ts';
import { signatureOf } from './canonical-request.ts';
import { checkDate } from './signature-date.ts';

interface SignatureRules {
  /** The service that the credential scope must name. */
  readonly service: string;
  /** Epoch milliseconds. */
  readonly now: number;
  /** The key of that id, expired ones too; null for an unknown one. */
  findKey(accessKeyId: string): AccessKey | null;
}

/**
 * Verifies Signature Version 4 in the Authorization header and returns the key that signed.
 * Throws AWS's own refusals: MissingAuthenticationToken, IncompleteSignature, SignatureDoesNotMatch,
 * InvalidClientTokenId, ExpiredToken.
 */
export function verifySignature(exchange: Exchange, rules: SignatureRules): AccessKey {
  const value = header(exchange, 'authorization');
  if (value === null) {
    throw new ServiceError(403, 'MissingAuthenticationToken', 'Request is missing Authentication Token');
  }
  const authorization = parseAuthorization(value);
  checkSignedHeaders(exchange, authorization);
  checkScope(authorization, rules.service);
  checkDate(header(exchange, 'x-amz-date'), authorization.date, rules.now);
  const key = rules.findKey(authorization.accessKeyId);
  if (key === null) {
    throw invalidToken();
  }
  checkToken(exchange, key);
  checkDigest(exchange, authorization, key);
  if (key.expiresAt !== null && key.expiresAt <= rules.now) {
    throw new ServiceError(403, 'ExpiredToken', 'The security token included in the request is expired');
  }
  return key;
}

function checkSignedHeaders(exchange: Exchange, authorization: Authorization): void {
  const signed = new Set(authorization.signedHeaders);
  if (!signed.has('host')) {
    throw mismatch("'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.");
  }
  for (const name of signed) {
    if (!exchange.headers.has(name)) {
      throw mismatch(`'${name}' is a 'SignedHeader' in the AWS Authorization, but is not in the request.`);
    }
  }
  for (const name of exchange.headers.keys()) {
    if (name.startsWith('x-amz-') && !signed.has(name)) {
      throw mismatch(`'${name}' must be a 'SignedHeader' in the AWS Authorization.`);
    }
  }
  if ([...signed].sort().join(';') !== authorization.signedHeaders.join(';')) {
    throw mismatch(
      "'SignedHeaders' in the AWS Authorization must be sorted, lower-case and without repeats.",
    );
  }
}

function checkScope(authorization: Authorization, service: string): void {
  if (authorization.terminator !== 'aws4_request') {
    throw mismatch(
      `Credential should be scoped with a valid terminator: 'aws4_request', not '${authorization.terminator}'.`,
    );
  }
  if (authorization.service !== service) {
    throw mismatch(`Credential should be scoped to correct service: '${service}'.`);
  }
  if (!/^[a-z]+(-[a-z]+)+-\d+$/.test(authorization.region)) {
    throw mismatch('Credential should be scoped to a valid region.');
  }
}

function checkToken(exchange: Exchange, key: AccessKey): void {
  // One comparison for all: a missing token, a wrong one, and one beside a long-term key.
  if (header(exchange, 'x-amz-security-token') !== key.sessionToken) {
    throw invalidToken();
  }
}

function checkDigest(exchange: Exchange, authorization: Authorization, key: AccessKey): void {
  const expected = signatureOf(exchange, authorization, key.secretAccessKey);
  const given = Buffer.from(authorization.signature);
  const isSame = given.length === expected.length && timingSafeEqual(given, Buffer.from(expected));
  if (!isSame) {
    throw mismatch(
      'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.',
    );
  }
}

function invalidToken(): ServiceError {
  return new ServiceError(
    403,
    'InvalidClientTokenId',
    'The security token included in the request is invalid.',
  );
}

function mismatch(message: string): ServiceError {
  return new ServiceError(403, 'SignatureDoesNotMatch', message);
}
