import type { ServiceError } from '../service-error.ts';
import type { Answer } from '../http/exchange.ts';

/** What an operation answers: elements by name; null leaves one out. */
export interface XmlElements {
  readonly [name: string]: string | number | null | XmlElements | readonly XmlElements[];
}

const STS_NAMESPACE = 'https://sts.amazonaws.com/doc/2011-06-15/';
export const IAM_NAMESPACE = 'https://iam.amazonaws.com/doc/2010-05-08/';

/** `<OPResponse><OPResult>…</OPResult><ResponseMetadata>…` with status 200. */
export function xmlResult(
  operation: string,
  result: XmlElements | null,
  requestId: string,
  namespace: string = STS_NAMESPACE,
): Answer {
  const body = render({ [`${operation}Result`]: result, ResponseMetadata: { RequestId: requestId } });
  return xmlAnswer({ status: 200, root: `${operation}Response`, namespace, requestId }, body);
}

/** `<ErrorResponse><Error>…` with the refusal's own status. */
export function xmlRefusal(
  error: ServiceError,
  requestId: string,
  namespace: string = STS_NAMESPACE,
): Answer {
  const type = error.status >= 500 ? 'Receiver' : 'Sender';
  const body = render({
    Error: { Type: type, Code: error.code, Message: error.message },
    RequestId: requestId,
  });
  return xmlAnswer({ status: error.status, root: 'ErrorResponse', namespace, requestId }, body);
}

interface Envelope {
  readonly status: number;
  readonly root: string;
  readonly namespace: string;
  readonly requestId: string;
}

function xmlAnswer({ status, root, namespace, requestId }: Envelope, inner: string): Answer {
  return {
    status,
    headers: { 'Content-Type': 'text/xml', 'x-amzn-RequestId': requestId },
    body: `<${root} xmlns="${namespace}">${inner}</${root}>\n`,
  };
}

function render(elements: XmlElements): string {
  return Object.entries(elements)
    .map(([name, value]) => {
      if (value === null) {
        return '';
      }
      if (Array.isArray(value)) {
        return value.map((one: XmlElements) => `<${name}>${render(one)}</${name}>`).join('');
      }
      const inner = typeof value === 'object' ? render(value as XmlElements) : escapeXml(String(value));
      return `<${name}>${inner}</${name}>`;
    })
    .join('');
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

function escapeXml(text: string): string {
  return text.replace(/[&<>"]/g, (char) => ENTITIES[char] ?? char);
}
