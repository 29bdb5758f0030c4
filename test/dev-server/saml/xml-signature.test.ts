import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { describe, it } from 'node:test';
import { SignedXml } from 'xml-crypto';
import { signedIn, signedText } from '../../../src/dev-server/saml/xml-signature.ts';

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const ASSERTION =
  '<saml:Assertion xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="_a1" Version="2.0">' +
  '<saml:Issuer>https://idp.example</saml:Issuer>\n<saml:Subject>a &amp; b</saml:Subject></saml:Assertion>';

const signed = (): string => `<r xmlns:saml="x">${signedText(ASSERTION, '_a1', privateKey)}</r>`;

describe('a signature of the local AWS’s providers', () => {
  it('is one that xml-crypto takes', () => {
    const text = signed();
    const [signature = ''] = /<ds:Signature .*<\/ds:Signature>/s.exec(text) ?? [];
    const check = new SignedXml({ publicCert: publicKey.export({ type: 'spki', format: 'pem' }) });
    check.loadSignature(signature);
    assert.equal(check.checkSignature(text), true);
    assert.equal(check.getSignedReferences()[0], ASSERTION);
  });

  it('covers what the judge reads', () => {
    assert.equal(signedIn(signed(), publicKey), ASSERTION);
  });

  for (const [what, change] of [
    ['another text', (text: string) => text.replace('a &amp; b', 'c')],
    ['another digest', (text: string) => text.replace(/DigestValue>../, 'DigestValue>xx')],
    ['another value', (text: string) => text.replace(/SignatureValue>../, 'SignatureValue>xx')],
    ['a comment', (text: string) => text.replace('a &amp; b', 'a<!-- --> &amp; b')],
    ['no signature', (text: string) => text.replace(/<ds:Signature .*<\/ds:Signature>/s, '')],
    [
      'a second assertion before it',
      (text: string) => text.replace('<saml:Assertion ', `${ASSERTION}<saml:Assertion `),
    ],
    ['a second assertion behind it', (text: string) => text.replace('</r>', `${ASSERTION}</r>`)],
  ] as const) {
    it(`does not hold with ${what}`, () => {
      assert.equal(signedIn(change(signed()), publicKey), null);
    });
  }
});
