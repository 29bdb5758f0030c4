import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Secret } from '../../../src/core/secret.ts';
import { authorizeUrl, challengeOf, newState, newVerifier } from '../../../src/protocols/sso/pkce.ts';
import { testPorts } from '../../support/ports.ts';

describe('PKCE', () => {
  it('makes the challenge of RFC 7636, appendix B', () => {
    const verifier = new Secret('dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk');
    assert.equal(challengeOf(verifier), 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM');
  });

  it('makes verifiers and states of the allowed characters, each another', () => {
    const { random } = testPorts();
    const verifiers = [newVerifier(random).reveal(), newVerifier(random).reveal()];
    verifiers.forEach((verifier) => assert.match(verifier, /^[A-Za-z0-9_-]{64}$/));
    assert.notEqual(verifiers[0], verifiers[1]);
    assert.match(newState(random), /^[A-Za-z0-9_-]{43}$/);
  });

  it("builds AWS's address, blanks as %20", () => {
    const address = authorizeUrl({
      oidcEndpoint: 'https://oidc.eu-west-1.amazonaws.com/',
      clientId: 'a b&c',
      redirectUri: 'http://127.0.0.1:43210/oauth/callback',
      state: 's-1',
      challenge: 'ch',
      scopes: ['sso:account:access', 'x'],
    });
    assert.equal(
      address,
      'https://oidc.eu-west-1.amazonaws.com/authorize?response_type=code&client_id=a%20b%26c' +
        '&redirect_uri=http%3A%2F%2F127.0.0.1%3A43210%2Foauth%2Fcallback&state=s-1&code_challenge_method=S256' +
        '&scopes=sso%3Aaccount%3Aaccess%20x&code_challenge=ch',
    );
  });
});
