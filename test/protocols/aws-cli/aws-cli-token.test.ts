import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { registeredScopes } from '../../../src/protocols/aws-cli/aws-cli-registration.ts';
import {
  isFor,
  parseToken,
  tokenFileName,
  tokenFileText,
  type AwsCliToken,
} from '../../../src/protocols/aws-cli/aws-cli-token.ts';
import { ACME, token } from '../sso/sso-fixtures.ts';

const START_URL = 'https://d-1234567890.awsapps.com/start';
const SESSION = { ...ACME, name: 'my', startUrl: START_URL, ssoRegion: 'us-east-1' };

describe("the AWS CLI's file names", () => {
  it('are sha1 of the session name, or of the start URL as configured', () => {
    assert.equal(tokenFileName(SESSION), '3ece1471f44f63177cbc35ba0b904e0c096b6783.json');
    const legacy = { name: null, startUrl: START_URL };
    assert.equal(tokenFileName(legacy), '7487b5b67d5fa1132cf33fa93ae51ef38cc37752.json');
  });
});

describe('a token file', () => {
  const full = {
    startUrl: START_URL,
    region: 'us-east-1',
    accessToken: 'aoa',
    expiresAt: '2026-01-02T04:04:05Z',
    clientId: 'id',
    clientSecret: 'secret',
    registrationExpiresAt: '2026-04-01T03:04:05Z',
    refreshToken: 'aor',
  };

  it('is read with what a refresh needs', () => {
    const read = parseToken(full);
    assert.equal(read?.accessToken.reveal(), 'aoa');
    assert.equal(read?.refreshToken?.reveal(), 'aor');
    assert.equal(read?.client?.clientSecret.reveal(), 'secret');
    assert.equal(read?.expiresAt, Date.UTC(2026, 0, 2, 4, 4, 5));
  });

  it('is read in its old shape, with UTC and with fractions', () => {
    const { startUrl, region, accessToken } = full;
    for (const expiresAt of ['2026-01-02T04:04:05UTC', '2026-01-02T04:04:05.000Z', '2026-01-02T04:04:05Z']) {
      const read = parseToken({ startUrl, region, accessToken, expiresAt });
      assert.equal(read?.expiresAt, Date.UTC(2026, 0, 2, 4, 4, 5), expiresAt);
      assert.deepEqual([read?.refreshToken, read?.client], [null, null]);
    }
  });

  it('is read with its expiry in every form of RFC 3339', () => {
    const { startUrl, region, accessToken } = full;
    for (const [expiresAt, at] of [
      ['2026-01-02T03:04:05+10:00', Date.UTC(2026, 0, 1, 17, 4, 5)],
      ['2026-01-02T03:04:05-09:30', Date.UTC(2026, 0, 2, 12, 34, 5)],
      ['2026-01-02T03:04:05-00:00', Date.UTC(2026, 0, 2, 3, 4, 5)],
      ['2026-01-02t03:04:05z', Date.UTC(2026, 0, 2, 3, 4, 5)],
      ['2026-01-02 03:04:05.123456789+00:00', Date.UTC(2026, 0, 2, 3, 4, 5, 123)],
      ['2026-01-02T03:04:05.5+0100', Date.UTC(2026, 0, 2, 2, 4, 5, 500)],
      ['2026-12-31T23:59:60Z', Date.UTC(2027, 0, 1)],
    ] as const) {
      assert.equal(parseToken({ startUrl, region, accessToken, expiresAt })?.expiresAt, at, expiresAt);
    }
    for (const expiresAt of [
      '2026-01-02',
      '2026-01-02T03:04:05',
      '2026-01-02T25:04:05Z',
      '2026-13-02T03:04:05Z',
      '2026-01-02T03:04:05+99:00',
      '1767323045',
    ]) {
      assert.equal(parseToken({ startUrl, region, accessToken, expiresAt }), null, expiresAt);
    }
  });

  it('is none without a token or a time', () => {
    for (const change of [
      { accessToken: '' },
      { accessToken: 7 },
      { expiresAt: 'soon' },
      { expiresAt: null },
    ]) {
      assert.equal(parseToken({ ...full, ...change }), null, JSON.stringify(change));
    }
  });

  it('cannot be refreshed by half a registration', () => {
    assert.equal(parseToken({ ...full, registrationExpiresAt: undefined })?.client, null);
  });

  it('is for a session with the same start URL and region only', () => {
    const read = parseToken(full) as AwsCliToken;
    assert.equal(isFor(read, SESSION), true);
    assert.equal(isFor(read, { ...SESSION, startUrl: `${START_URL}/#/` }), true);
    assert.equal(isFor(read, { ...SESSION, startUrl: `${START_URL}s` }), false);
    assert.equal(isFor(read, { ...SESSION, ssoRegion: 'eu-west-1' }), false);
    assert.equal(isFor({ ...read, region: null }, SESSION), false);
  });

  it('is written with all eight fields, those of others kept', () => {
    const text = tokenFileText(token('new', 3_600_000), SESSION, { ...full, theirs: [1], expiresAt: 'old' });
    assert.deepEqual(JSON.parse(text), {
      ...full,
      theirs: [1],
      accessToken: 'new',
      refreshToken: 'refresh-new',
      expiresAt: '2026-01-02T15:02:00Z',
      clientId: 'client-1',
      clientSecret: 'cs-1',
      registrationExpiresAt: '2026-03-23T14:02:00Z',
    });
  });

  it('keeps no refresh token of the sign-in before', () => {
    const text = tokenFileText(token('new', 1000, { refreshToken: null }), SESSION, full);
    assert.equal('refreshToken' in (JSON.parse(text) as object), false);
  });
});

describe('registered scopes', () => {
  it('are those of the same client', () => {
    const text = JSON.stringify({ clientId: 'id', clientSecret: 's', scopes: ['a', 7, 'b'] });
    assert.deepEqual(registeredScopes(text, 'id'), ['a', 'b']);
    assert.equal(registeredScopes(text, 'other'), null);
    assert.deepEqual(registeredScopes('{"clientId":"id"}', 'id'), []);
  });

  it('are not taken from a token file or from garbage', () => {
    assert.equal(registeredScopes('{"clientId":"id","accessToken":"x","scopes":["a"]}', 'id'), null);
    assert.equal(registeredScopes('{"clientId":', 'id'), null);
    assert.equal(registeredScopes('[]', 'id'), null);
  });
});
