import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { describe, it } from 'node:test';
import {
  canonicalQuery,
  canonicalRequest,
  stringToSign,
} from '../../../src/sources/roles-anywhere/x509-signature.ts';

const sha = (text: string): string => createHash('sha256').update(text).digest('hex');

describe('the signature of Roles Anywhere', () => {
  const query = canonicalQuery({
    trustAnchorArn: 'arn:aws:rolesanywhere:us-east-1:123456789012:trust-anchor/t',
    roleArn: 'arn:aws:iam::123456789012:role/R',
    profileArn: 'arn:aws:rolesanywhere:us-east-1:123456789012:profile/p',
  });
  const request = canonicalRequest(
    query,
    {
      'content-type': 'application/json',
      host: 'rolesanywhere.us-east-1.amazonaws.com',
      'x-amz-date': '20260102T030405Z',
      'x-amz-x509': 'TUlJ',
    },
    '{"durationSeconds":3600}',
  );

  it('has a sorted, encoded query', () => {
    assert.equal(
      query,
      'profileArn=arn%3Aaws%3Arolesanywhere%3Aus-east-1%3A123456789012%3Aprofile%2Fp&roleArn=arn%3Aaws%3Aiam%3A%3A123456789012%3Arole%2FR&trustAnchorArn=arn%3Aaws%3Arolesanywhere%3Aus-east-1%3A123456789012%3Atrust-anchor%2Ft',
    );
  });

  it('is over the canonical request', () => {
    assert.equal(sha(request), '72391cb22645ecee4e803dcbcab782e1385aeda7dfeb29c7e2d19e7cb35f8f77');
    const text = stringToSign('AWS4-X509-RSA-SHA256', '20260102T030405Z', 'us-east-1', request);
    assert.equal(sha(text), '49af8cdbb9d5856e31c9f7f3eb2c8c43539e002be181d72a96c996414ed2fc02');
  });
});
