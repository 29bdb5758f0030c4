import type { ServiceError } from '../service-error.ts';
import type { Answer } from '../http/exchange.ts';

/** What an operation answers: elements by name; null leaves one out. */
export interface XmlElements {
  readonly [name: string]: string | number | null | XmlElements;
}

const NAMESPACE = 'https://sts.amazonaws.com/doc/2011-06-15/';

/** `<OPResponse><OPResult>…</OPResult><ResponseMetadata>…` with status 200. */
export function xmlResult(operation: string, result: XmlElements, requestId: string): Answer {
  const body = render({ [`${operation}Result`]: result, ResponseMetadata: { RequestId: requestId } });
  return xmlAnswer(200, `${operation}Response`, body, requestId);
}

/** `<ErrorResponse><Error>…` with the refusal's own status. */
export function xmlRefusal(error: ServiceError, requestId: string): Answer {
  const type = error.status >= 500 ? 'Receiver' : 'Sender';
  const body = render({
    Error: { Type: type, Code: error.code, Message: error.message },
    RequestId: requestId,
  });
  return xmlAnswer(error.status, 'ErrorResponse', body, requestId);
}

function xmlAnswer(status: number, root: string, inner: string, requestId: string): Answer {
  return {
    status,
    headers: { 'Content-Type': 'text/xml', 'x-amzn-RequestId': requestId },
    body: `<${root} xmlns="${NAMESPACE}">${inner}</${root}>\n`,
  };
}

function render(elements: XmlElements): string {
  return Object.entries(elements)
    .map(([name, value]) => {
      if (value === null) {
        return '';
      }
      const inner = typeof value === 'object' ? render(value) : escapeXml(String(value));
      return `<${name}>${inner}</${name}>`;
    })
    .join('');
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

function escapeXml(text: string): string {
  return text.replace(/[&<>"]/g, (char) => ENTITIES[char] ?? char);
}
