import { ServiceError } from '../service-error.ts';

/** A parsed `Authorization: AWS4-HMAC-SHA256 …` header. */
export interface Authorization {
  readonly accessKeyId: string;
  /** The credential scope: `20260102`, region, service, `aws4_request`. */
  readonly date: string;
  readonly region: string;
  readonly service: string;
  readonly terminator: string;
  /** Lower-case, in the order sent. */
  readonly signedHeaders: readonly string[];
  /** 64 hex digits. */
  readonly signature: string;
}

/** Throws IncompleteSignature (400) in AWS's words where the header is not a whole one. */
export function parseAuthorization(value: string): Authorization {
  const [algorithm, rest] = splitAtBlank(value.trim());
  if (algorithm !== 'AWS4-HMAC-SHA256') {
    throw incomplete(`Unsupported AWS 'algorithm': '${algorithm}'.`);
  }
  const parts = parameters(rest);
  const missing = ['Credential', 'Signature', 'SignedHeaders'].filter((name) => !parts.get(name));
  if (missing.length > 0) {
    throw incomplete(missing.map((name) => `Authorization header requires '${name}' parameter.`).join(' '));
  }
  return {
    ...parseCredential(parts.get('Credential') ?? ''),
    signedHeaders: (parts.get('SignedHeaders') ?? '').split(';'),
    signature: parts.get('Signature') ?? '',
  };
}

function parseCredential(credential: string): Omit<Authorization, 'signedHeaders' | 'signature'> {
  const match = /^([^/]*)\/([^/]*)\/([^/]*)\/([^/]*)\/([^/]*)$/.exec(credential);
  if (match === null) {
    throw incomplete(
      `Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, got '${credential}'`,
    );
  }
  const [accessKeyId = '', date = '', region = '', service = '', terminator = ''] = match.slice(1);
  return { accessKeyId, date, region, service, terminator };
}

function splitAtBlank(text: string): [string, string] {
  const blank = text.search(/\s/);
  return blank === -1 ? [text, ''] : [text.slice(0, blank), text.slice(blank + 1)];
}

function parameters(text: string): Map<string, string> {
  const found = new Map<string, string>();
  for (const part of text.split(',')) {
    const equals = part.indexOf('=');
    if (equals === -1) {
      throw incomplete('Authorization header has a part that is not key=value.');
    }
    found.set(part.slice(0, equals).trim(), part.slice(equals + 1).trim());
  }
  return found;
}

function incomplete(message: string): ServiceError {
  return new ServiceError(400, 'IncompleteSignature', message);
}
