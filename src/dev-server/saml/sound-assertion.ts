import { DOMParser } from '@xmldom/xmldom';
import { fromIso } from '../../core/text/time.ts';
import { ServiceError } from '../service-error.ts';
import type { SamlProvider } from '../world/world.ts';
import { audienceOf, issuerOf } from './assertion-text.ts';
import { signedIn } from './xml-signature.ts';

/** An assertion whose signature, issuer, audience and time are sound. */
export interface SoundAssertion {
  readonly subject: string;
  readonly issuer: string;
  /** What `SAML:aud` is in a trust policy. */
  readonly recipient: string;
  readonly sessionName: string;
  /** `roleArn providerArn`, whichever came first. */
  readonly pairs: ReadonlySet<string>;
  /** Epoch milliseconds. */
  readonly sessionEnds: number;
}

const SAML = 'urn:oasis:names:tc:SAML:2.0:assertion';
const ATTRIBUTES = 'https://aws.amazon.com/SAML/Attributes/';

/** Judges a response as STS does. Reads nothing but what is signed. Throws InvalidIdentityToken and ExpiredTokenException (400). */
export function soundAssertion(
  base64: string,
  provider: SamlProvider,
  { publicKey, now }: { readonly publicKey: string; readonly now: number },
): SoundAssertion {
  const assertion = signedAssertion(Buffer.from(base64, 'base64').toString('utf8'), publicKey);
  const issuer = textOf(assertion, 'Issuer');
  if (issuer !== issuerOf(provider)) {
    throw invalid('Issuer not present in specified provider');
  }
  const recipient = checkedRecipient(assertion, provider);
  checkTime(assertion, now);
  return {
    subject: textOf(assertion, 'NameID'),
    issuer,
    recipient,
    sessionName: sessionNameIn(assertion),
    pairs: new Set(values(assertion, 'Role').flatMap(pairOf)),
    sessionEnds: timeIn(first(assertion, 'AuthnStatement') ?? assertion, 'SessionNotOnOrAfter') || Infinity,
  };
}

function checkedRecipient(assertion: Element, { destination }: SamlProvider): string {
  const recipient = first(assertion, 'SubjectConfirmationData')?.getAttribute('Recipient') ?? '';
  if (recipient !== destination || textOf(assertion, 'Audience') !== audienceOf(recipient)) {
    throw invalid('Audience or Recipient of the assertion is not AWS’s sign-in');
  }
  return recipient;
}

function sessionNameIn(assertion: Element): string {
  const [name = ''] = values(assertion, 'RoleSessionName');
  if (!/^[\w+=,.@-]{2,64}$/.test(name)) {
    throw invalid('RoleSessionName is required in AuthnResponse');
  }
  return name;
}

function signedAssertion(xml: string, publicKey: string): Element {
  const signed = signedIn(xml, publicKey);
  const root = signed === null ? null : parsed(signed).documentElement;
  if (root === null || root.namespaceURI !== SAML || root.localName !== 'Assertion') {
    throw invalid('Response signature invalid');
  }
  return root;
}

function parsed(xml: string): Document {
  const refuse = (): never => {
    throw invalid('Response is not well-formed XML');
  };
  return new DOMParser({
    errorHandler: { warning: refuse, error: refuse, fatalError: refuse },
  }).parseFromString(xml, 'text/xml');
}

function checkTime(assertion: Element, now: number): void {
  const conditions = first(assertion, 'Conditions') ?? assertion;
  const issued = timeIn(assertion, 'IssueInstant');
  const isNow = now >= timeIn(conditions, 'NotBefore') && now < timeIn(conditions, 'NotOnOrAfter');
  if (!isNow || now > issued + 5 * 60_000) {
    throw new ServiceError(
      400,
      'ExpiredTokenException',
      'Token must be redeemed within 5 minutes of issuance',
    );
  }
}

/** 0 where it is not there, so that nothing counts as within it. */
function timeIn(element: Element, name: string): number {
  return fromIso(element.getAttribute(name) ?? '') ?? 0;
}

function values(assertion: Element, name: string): readonly string[] {
  return [...elements(assertion, 'Attribute')]
    .filter((attribute) => attribute.getAttribute('Name') === `${ATTRIBUTES}${name}`)
    .flatMap((attribute) => elements(attribute, 'AttributeValue').map((value) => value.textContent ?? ''));
}

function pairOf(text: string): readonly string[] {
  const arns = text.split(',').map((arn) => arn.trim());
  const role = arns.find((arn) => arn.includes(':role/'));
  const provider = arns.find((arn) => arn.includes(':saml-provider/'));
  return role === undefined || provider === undefined || arns.length !== 2 ? [] : [`${role} ${provider}`];
}

function first(within: Element, name: string): Element | undefined {
  return elements(within, name)[0];
}

function textOf(within: Element, name: string): string {
  return first(within, name)?.textContent?.trim() ?? '';
}

function elements(within: Element, name: string): readonly Element[] {
  const found = within.getElementsByTagNameNS(SAML, name);
  return Array.from({ length: found.length }, (_, index) => found.item(index)).filter((one) => one !== null);
}

function invalid(message: string): ServiceError {
  return new ServiceError(400, 'InvalidIdentityToken', message);
}
