import { deflateRawSync } from 'node:zlib';
import { type Exchange, header } from '../http/exchange.ts';
import { ServiceError } from '../service-error.ts';
import { credentialsXml } from './assume-role.ts';
import type { AccessKey } from './key-ring.ts';
import { ParameterCheck } from './parameter-check.ts';
import { checkDocument } from './policy/session-policy.ts';
import type { StsState } from './sts-state.ts';
import type { XmlElements } from './xml.ts';

const POLICY = { min: 1, max: 2048, pattern: '[\\u0009\\u000A\\u000D\\u0020-\\u00FF]+' };
const DESCRIPTION = { min: 2, max: 256, pattern: '[\\u0009\\u000A\\u000D\\u0020-\\u007E\\u00A1-\\u00FF]+' };

/** Layers of policies that a session may have. */
const MOST_LAYERS = 3;
/** Bytes of a session token without policies and tags, and the most with them; AWS's own figures are not public. */
const TOKEN_BYTES = 420;
const MOST_TOKEN_BYTES = 4096;

/** GetScopedCredentials: a session of the same identity that may do less, and ends no later. */
export function getScopedCredentials(
  state: StsState,
  { identity: caller, sessionToken, expiresAt }: AccessKey,
  form: URLSearchParams,
): XmlElements {
  const request = readRequest(form);
  if (sessionToken === null || expiresAt === null || caller.arn.endsWith(':root')) {
    throw new ServiceError(
      400,
      'InvalidSubjectCredentials',
      'GetScopedCredentials can only be called with the temporary credentials of a session.',
    );
  }
  const scopes = [...caller.scopes, ...(request.policy === null ? [] : [request.policy])];
  if (request.policy !== null) {
    checkDocument(request.policy);
    refuseFourth(scopes, caller.arn);
  }
  const now = state.clock.now();
  const ends = request.duration === null ? expiresAt : now + request.duration * 1000;
  if (ends > expiresAt) {
    throw new ServiceError(
      400,
      'InsufficientSessionLifetime',
      `The requested DurationSeconds exceeds the remaining lifetime of the calling session (${Math.floor((expiresAt - now) / 1000)} seconds).`,
    );
  }
  const size = tokenSize(scopes, caller.tags, request.tokenSize);
  const key = state.keys.issue({ ...caller, scopes }, ends, null, size);
  return {
    Credentials: credentialsXml(key),
    SessionInfo: { ScopedSessionId: caller.userId, Arn: caller.arn },
    ScopedPoliciesCount: scopes.length,
    SessionTokenUtilization: Math.ceil((100 * key.sessionToken.length) / MOST_TOKEN_BYTES),
    SessionTokenSize: key.sessionToken.length,
    SourceIdentity: caller.sourceIdentity,
  };
}

/** The global endpoint does not have the operation. */
export function refuseGlobal(exchange: Exchange, action: string): void {
  const host = (header(exchange, 'host') ?? '').replace(/:\d+$/, '').toLowerCase();
  if (action === 'GetScopedCredentials' && host === 'sts.amazonaws.com') {
    throw new ServiceError(400, 'InvalidAction', `Could not find operation ${action} on the global endpoint`);
  }
}

interface ScopedParameters {
  readonly policy: string | null;
  readonly duration: number | null;
  readonly tokenSize: number;
}

function readRequest(form: URLSearchParams): ScopedParameters {
  const check = new ParameterCheck(form);
  const policy = check.optional('Policy', POLICY);
  check.optional('ScopedSessionDescription', DESCRIPTION);
  const duration = check.seconds('DurationSeconds', { min: 1, max: 129_600, default: 0 });
  const tokenSize = check.seconds('MinimumSessionTokenSize', { min: 0, max: 4096, default: 0 });
  if (policy === null && !form.has('DurationSeconds')) {
    check.refuse('At least one of Policy and DurationSeconds must be specified');
  }
  if ([...form.keys()].some((key) => key.startsWith('PolicyArns'))) {
    check.refuse('PolicyArns is not a parameter of GetScopedCredentials');
  }
  check.finish();
  return { policy, duration: form.has('DurationSeconds') ? duration : null, tokenSize };
}

function refuseFourth(scopes: readonly string[], arn: string): void {
  if (scopes.length > MOST_LAYERS) {
    throw new ServiceError(
      403,
      'AccessDenied',
      `User: ${arn} already has the maximum of ${MOST_LAYERS} scope down policy layers`,
    );
  }
}

function tokenSize(
  scopes: readonly string[],
  tags: readonly { readonly key: string; readonly value: string }[],
  least: number,
): number {
  const texts = [...scopes, ...tags.flatMap(({ key, value }) => [key, value])];
  const packed = texts.reduce((sum, text) => sum + deflateRawSync(text).toString('base64').length, 0);
  const size = TOKEN_BYTES + packed;
  if (size > MOST_TOKEN_BYTES) {
    throw new ServiceError(
      400,
      'PackedPolicyTooLarge',
      `The session token has ${size} bytes, and the maximum allowed size is ${MOST_TOKEN_BYTES} bytes.`,
    );
  }
  return Math.max(size, least);
}
