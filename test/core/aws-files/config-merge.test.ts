import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { StaticKeys } from '../../../src/core/aws-files/config-model.ts';
import { Secret } from '../../../src/core/secret.ts';
import { codesOf, configOf, valuesOf } from '../../support/files/config-text.ts';

describe('credentials file', () => {
  it('takes any name as a profile, `profile` and `sso-session` alone too', () => {
    const config = configOf(null, '[a]\nx=1\n[default]\n[profile]\n[sso-sessionfoo]\n');
    assert.deepEqual([...config.profiles.keys()], ['a', 'default', 'profile', 'sso-sessionfoo']);
  });
  it('ignores prefixed sections with a warning', () => {
    const config = configOf(null, '[profile a]\nx=1\n[sso-session s]\n[services v]\n[a]\ny=2');
    assert.deepEqual(valuesOf(config), { a: { y: '2' } });
    assert.deepEqual(codesOf(config), [
      'prefix-in-credentials@1',
      'prefix-in-credentials@3',
      'prefix-in-credentials@4',
    ]);
    assert.equal(config.ssoSessions.size, 0);
  });
  it('reads names with blanks, as the AWS CLI writes them', () => {
    const config = configOf("[profile 'foo bar']\nx=1", '[foo bar]\ny=2\n[a$b]\n');
    assert.deepEqual(valuesOf(config), { 'foo bar': { x: '1', y: '2' }, a$b: {} });
    assert.deepEqual(codesOf(config), ['quoted-name@1', 'blank-in-name@1', 'special-name@3']);
  });
});

describe('merging', () => {
  it('lets the credentials file win key by key, with its line', () => {
    const config = configOf('[profile a]\nregion = one\noutput = json', '[a]\n\nregion = two\nrole_arn = r');
    assert.deepEqual(valuesOf(config), { a: { region: 'two', output: 'json', role_arn: 'r' } });
    const region = config.profiles.get('a')?.properties.get('region');
    assert.deepEqual([region?.file, region?.line], ['/home/jane/.aws/credentials', 3]);
    assert.equal(config.profiles.get('a')?.file, '/home/jane/.aws/config');
  });
  it('keeps profiles, sessions and services apart', () => {
    const config = configOf(
      '[profile x]\na=1\n[sso-session x]\nb=2\n[services x]\nsts =\n  endpoint_url = u',
    );
    assert.deepEqual(
      [...config.profiles.keys(), ...config.ssoSessions.keys(), ...config.services.keys()],
      ['x', 'x', 'x'],
    );
    assert.deepEqual(valuesOf(config), { x: { a: '1' } });
  });
  it('says which files are there', () => {
    const config = configOf('', null);
    assert.deepEqual([config.configFile.exists, config.credentialsFile.exists], [true, false]);
  });
});

describe('static keys are a group of one file', () => {
  const show = (keys: StaticKeys | null | undefined): unknown =>
    keys && Object.values(keys).map((property: { line: number } | null) => property?.line ?? null);
  const rows: readonly [string, string, string, unknown, unknown][] = [
    [
      'keys in config, token in credentials',
      'aws_access_key_id=A\naws_secret_access_key=S',
      'aws_session_token=T',
      [2, 3, null],
      null,
    ],
    [
      'keys in credentials, token in config',
      'aws_session_token=T',
      'aws_access_key_id=A\naws_secret_access_key=S',
      null,
      [2, 3, null],
    ],
    ['half a pair', 'aws_access_key_id=A', 'aws_secret_access_key=S', [2, null, null], [null, 2, null]],
    [
      'security token as a fallback',
      '',
      'aws_access_key_id=A\naws_secret_access_key=S\naws_security_token=T',
      null,
      [2, 3, 4],
    ],
    [
      'session token first',
      '',
      'aws_security_token=O\naws_access_key_id=A\naws_secret_access_key=S\naws_session_token=T',
      null,
      [3, 4, 5],
    ],
    [
      'an empty token is none',
      '',
      'aws_access_key_id=A\naws_secret_access_key=S\naws_session_token =',
      null,
      [2, 3, null],
    ],
    ['neither', 'region=x', 'region=y', null, null],
  ];
  for (const [name, config, credentials, inConfig, inCredentials] of rows) {
    it(name, () => {
      const profile = configOf(`[profile a]\n${config}`, `[a]\n${credentials}`).profiles.get('a');
      assert.deepEqual(
        [show(profile?.configKeys), show(profile?.credentialsKeys)],
        [inConfig, inCredentials],
      );
    });
  }
});

describe('secrets', () => {
  it('are Secrets by their key, in any case', () => {
    const config = configOf(
      '[profile a]\nAWS_Secret_Access_Key = s\naws_session_token = t\ngoogle_config.password = p\nclient_secret = c\nweb_identity_token_file = /f\nmfa_process = m\nexternal_id = e\nsso_session = s',
    );
    const secret = [...(config.profiles.get('a')?.properties ?? [])].filter(
      ([, { value }]) => value instanceof Secret,
    );
    assert.deepEqual(
      secret.map(([key]) => key),
      ['aws_secret_access_key', 'aws_session_token', 'google_config.password', 'client_secret'],
    );
  });
  it('cannot become names: neither of a block nor of a key', () => {
    const token = `${'IQoJb3JpZ2luX2Vj'.repeat(20)}==`;
    const config = configOf(
      `[profile a]\naws_session_token =\n  ${token}\n${token}\n[profile b]\nx =\n  ${token}`,
    );
    assert.equal(
      JSON.stringify([...config.profiles].map(([, p]) => [...p.properties])).includes('IQoJ'),
      false,
    );
    assert.equal(JSON.stringify(config.diagnostics).toLowerCase().includes('iqoj'), false);
    assert.deepEqual(codesOf(config), [
      'secret-block@2',
      'nested-invalid-key@3',
      'invalid-key@4',
      'nested-invalid-key@7',
    ]);
    assert.equal(config.profiles.get('a')?.faults[0]?.code, 'secret-block');
  });
});
