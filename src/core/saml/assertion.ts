import { fromIso } from '../text/time.ts';
import { type RolePair, pairsIn } from './role-pairs.ts';
import type { XmlElement } from './xml-element.ts';

/** What a SAML response says, as far as it concerns us. Nobody has checked its signature: AWS does. Foreign text. */
export interface Assertion {
  readonly pairs: readonly RolePair[];
  /** The earliest of its ends, epoch milliseconds; null where it names none. */
  readonly expiresAt: number | null;
  /** The provider's words for a sign-in that failed; null for one that succeeded. */
  readonly failure: string | null;
  readonly isEncrypted: boolean;
}

const ASSERTION = 'urn:oasis:names:tc:SAML:2.0:assertion';
const PROTOCOL = 'urn:oasis:names:tc:SAML:2.0:protocol';
const SUCCESS = 'urn:oasis:names:tc:SAML:2.0:status:Success';
const ROLE = 'https://aws.amazon.com/SAML/Attributes/Role';

/** STS takes an assertion for five minutes after it was issued (docs/wire.md, "SAML"). */
export const REDEEMED_WITHIN_MS = 5 * 60_000;

/** Null for a document that is no SAML response. */
export function readAssertion(root: XmlElement): Assertion | null {
  if (root.space !== PROTOCOL || root.name !== 'Response') {
    return null;
  }
  const assertions = all(root, ASSERTION, 'Assertion');
  const roles = assertions
    .flatMap((one) => all(one, ASSERTION, 'Attribute'))
    .filter(({ attributes }) => attributes.get('Name') === ROLE)
    .flatMap((attribute) => all(attribute, ASSERTION, 'AttributeValue'));
  return {
    pairs: roles.flatMap(({ text }) => pairsIn(text)),
    expiresAt: earliest(assertions),
    failure: failureIn(root),
    isEncrypted: assertions.length === 0 && all(root, ASSERTION, 'EncryptedAssertion').length > 0,
  };
}

function earliest(assertions: readonly XmlElement[]): number | null {
  const ends = assertions.flatMap((one) => {
    const issued = time(one, 'IssueInstant');
    return [
      ...(issued === null ? [] : [issued + REDEEMED_WITHIN_MS]),
      ...all(one, ASSERTION, 'Conditions').map((element) => time(element, 'NotOnOrAfter')),
      ...all(one, ASSERTION, 'SubjectConfirmationData').map((element) => time(element, 'NotOnOrAfter')),
    ].filter((end) => end !== null);
  });
  return ends.length === 0 ? null : Math.min(...ends);
}

function time({ attributes }: XmlElement, name: string): number | null {
  return fromIso(attributes.get(name) ?? '');
}

function failureIn(root: XmlElement): string | null {
  const codes = all(root, PROTOCOL, 'StatusCode').map(({ attributes }) => attributes.get('Value') ?? '');
  if (codes.length === 0 || codes[0] === SUCCESS) {
    return null;
  }
  const [message] = all(root, PROTOCOL, 'StatusMessage');
  const words = message?.text.trim() ?? '';
  return words === '' ? (codes.at(-1)?.split(':').at(-1) ?? '') : words;
}

/** The elements of that name below one, in the order of the document. No recursion: depth is the provider's choice. */
function all(root: XmlElement, space: string, name: string): readonly XmlElement[] {
  const found: XmlElement[] = [];
  const ahead: XmlElement[] = [...root.children].reverse();
  for (let next = ahead.pop(); next !== undefined; next = ahead.pop()) {
    if (next.space === space && next.name === name) {
      found.push(next);
    }
    ahead.push(...[...next.children].reverse());
  }
  return found;
}
