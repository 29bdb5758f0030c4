import { createHash, type KeyLike, sign, verify } from 'node:crypto';

/**
 * Enveloped signatures (XML-DSig, RSA-SHA256) of assertions that are written in exclusive canonical form: what is signed
 * is then the text itself. Signer and judge are one program, so another form of the same XML is as good as forged.
 */
const DS = 'http://www.w3.org/2000/09/xmldsig#';
const EXCLUSIVE = 'http://www.w3.org/2001/10/xml-exc-c14n#';
const RSA_SHA256 = 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256';
const SHA256 = 'http://www.w3.org/2001/04/xmlenc#sha256';

const AFTER = '</saml:Issuer>';

/** The assertion with its signature behind the issuer. */
export function signedText(assertion: string, id: string, key: KeyLike): string {
  const info = signedInfo(id, digestOf(assertion));
  const value = sign('sha256', Buffer.from(info), key).toString('base64');
  const signature = `<ds:Signature xmlns:ds="${DS}">${info}<ds:SignatureValue>${value}</ds:SignatureValue></ds:Signature>`;
  return assertion.replace(AFTER, () => `${AFTER}${signature}`);
}

const SIGNATURE =
  /<ds:Signature [^>]*>(<ds:SignedInfo .*<\/ds:SignedInfo>)<ds:SignatureValue>([^<]*)<\/ds:SignatureValue><\/ds:Signature>/s;

/** The assertion that a document's one signature covers, without the signature; null where that is not so. */
export function signedIn(document: string, key: KeyLike): string | null {
  const whole = onlyAssertion(document) ?? '';
  const found = SIGNATURE.exec(whole);
  if (found === null) {
    return null;
  }
  const [signature, info = '', value = ''] = found;
  const assertion = whole.replace(signature, '');
  const isOfIt = info === signedInfo(idOf(assertion), digestOf(assertion));
  return isOfIt && verify('sha256', Buffer.from(info), key, Buffer.from(value, 'base64')) ? assertion : null;
}

function idOf(assertion: string): string {
  return /^<saml:Assertion [^>]*\bID="(\w+)"/.exec(assertion)?.[1] ?? '';
}

/** Null where there is not one assertion and one signature, or a comment, CDATA, a document type or an instruction. */
function onlyAssertion(document: string): string | null {
  const isPlain = !/<[!?]/.test(document);
  const isOne = ['<saml:Assertion ', '<ds:Signature '].every((begin) => document.split(begin).length === 2);
  return isPlain && isOne ? (/<saml:Assertion .*<\/saml:Assertion>/s.exec(document)?.[0] ?? null) : null;
}

function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('base64');
}

function signedInfo(id: string, digest: string): string {
  const method = (name: string, algorithm: string): string =>
    `<ds:${name} Algorithm="${algorithm}"></ds:${name}>`;
  const transforms = [`${DS}enveloped-signature`, EXCLUSIVE].map((one) => method('Transform', one)).join('');
  return [
    `<ds:SignedInfo xmlns:ds="${DS}">`,
    method('CanonicalizationMethod', EXCLUSIVE),
    method('SignatureMethod', RSA_SHA256),
    `<ds:Reference URI="#${id}"><ds:Transforms>${transforms}</ds:Transforms>`,
    method('DigestMethod', SHA256),
    `<ds:DigestValue>${digest}</ds:DigestValue></ds:Reference></ds:SignedInfo>`,
  ].join('');
}
