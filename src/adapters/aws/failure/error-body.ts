import type { RefusalFacts } from '../../../errors.ts';
import type { HttpAnswer } from '../../../ports/http.ts';

type Service = RefusalFacts['service'];

/**
 * AWS's code of an error answer (docs/wire.md, "SSO-OIDC refusals"), or null where the body is not the
 * service's own: an HTML page, nothing, `{}`. The SDK calls all of those "Unknown".
 */
export function errorCode(service: Service, answer: HttpAnswer, sdkError: unknown): string | null {
  const code = isQuery(service) ? queryCode(sdkError) : jsonCode(answer);
  return code !== null && /^[A-Za-z][A-Za-z0-9.]{0,99}$/.test(code) ? code : null;
}

/** STS and IAM speak AWS's query protocol, whose errors are XML. */
function isQuery(service: Service): boolean {
  return service === 'sts' || service === 'iam';
}

/** The server's own words, raw. */
export function errorMessage(service: Service, answer: HttpAnswer, sdkError: unknown): string {
  if (isQuery(service)) {
    return sdkError instanceof Error ? sdkError.message : '';
  }
  const body = jsonBody(answer);
  const words = ['message', 'Message', 'error_description'].map((name) => textField(body, name));
  const reason = textField(body, 'reason');
  // A problem with the KMS key is named in `reason` only.
  return [words.find((text) => text !== null) ?? '', ...(reason === null ? [] : [`(${reason})`])]
    .join(' ')
    .trim();
}

/** From the headers, else from STS's XML. Null for another form, since a server may repeat a secret there. */
export function requestIdOf(answer: HttpAnswer): string | null {
  const inHeader = answer.headers['x-amzn-requestid'] ?? answer.headers['x-amz-request-id'];
  const id = inHeader ?? /<RequestId>([^<]*)</.exec(Buffer.from(answer.body).toString('utf8'))?.[1];
  return id !== undefined && /^[A-Za-z0-9+/=_-]{1,64}$/.test(id) ? id : null;
}

/** What a body that is not the service's looks like, for people. */
export function describeBody(answer: HttpAnswer): string {
  const text = Buffer.from(answer.body).toString('utf8').trim();
  if (text === '') {
    return `an empty answer (${answer.status})`;
  }
  return /^<(!doctype html|html)/i.test(text)
    ? `a web page instead of AWS's answer (${answer.status})`
    : `an answer that is not AWS's (${answer.status})`;
}

function queryCode(sdkError: unknown): string | null {
  const error = sdkError as { $fault?: unknown; Code?: unknown; name?: unknown } | null;
  // An answer that failed to parse has no $fault.
  if (error?.$fault === undefined) {
    return null;
  }
  const code = error.Code ?? error.name;
  return typeof code === 'string' && !['Unknown', 'NotFound'].includes(code) ? code : null;
}

/** The header first, the body second; the portal sometimes sends a message alone. */
function jsonCode(answer: HttpAnswer): string | null {
  const body = jsonBody(answer);
  const named = answer.headers['x-amzn-errortype'] ?? textField(body, '__type') ?? textField(body, 'code');
  if (named !== undefined && named !== null) {
    return named
      .replace(/^.*#/, '')
      .replace(/[:,].*$/, '')
      .trim();
  }
  const oauth = textField(body, 'error');
  if (oauth !== null) {
    return oauthException(oauth);
  }
  return textField(body, 'message') === null ? null : (STATUS_CODES[answer.status] ?? null);
}

const STATUS_CODES: Readonly<Record<number, string>> = {
  401: 'UnauthorizedException',
  403: 'ForbiddenException',
  404: 'ResourceNotFoundException',
  429: 'TooManyRequestsException',
};

/** `invalid_grant` is InvalidGrantException, and so on for all but one. */
function oauthException(code: string): string {
  if (code === 'server_error') {
    return 'InternalServerException';
  }
  const words = code.split('_').map((word) => `${word.charAt(0).toUpperCase()}${word.slice(1)}`);
  return `${words.join('')}Exception`;
}

function jsonBody(answer: HttpAnswer): unknown {
  try {
    return JSON.parse(Buffer.from(answer.body).toString('utf8'));
  } catch {
    return null;
  }
}

function textField(body: unknown, name: string): string | null {
  const value = typeof body === 'object' && body !== null ? (body as Record<string, unknown>)[name] : null;
  return typeof value === 'string' && value !== '' ? value : null;
}
