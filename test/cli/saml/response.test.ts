import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { localAws, type LocalAws } from '../../support/aws/local-aws.ts';
import { BASTION, PROD, role, SAML_WORLD, USER } from '../../support/aws/saml-world.ts';

let aws: LocalAws;

before(async () => {
  aws = await localAws(SAML_WORLD);
  const profile = (name: string, lines: string): string =>
    `[profile ${name}]\nregion = eu-west-1\nendpoint_url = ${aws.server.url}\nawscred_saml_url = https://idp.example/x\n${lines}\n`;
  aws.sandbox.write(
    '.aws/config',
    [
      profile('admin', `role_arn = ${role('Admin', BASTION)}`),
      profile('reader', `role_arn = ${role('ReadOnly', PROD)}`),
      profile('long', `role_arn = ${role('Admin', BASTION)}\nduration_seconds = 7200`),
      profile('pick', ''),
      profile('nobody', `role_arn = ${role('Nobody', PROD)}`),
      profile(
        'sealed',
        `role_arn = ${role('Admin', BASTION)}\nawscred_saml_provider_arn = arn:aws:iam::${BASTION}:saml-provider/acme`,
      ),
      `[profile keys]\naws_access_key_id = AKIAEXAMPLEKEYS23456\naws_secret_access_key = x\n`,
    ].join('\n'),
  );
});

const NONE = { AWSCRED_SAML_BROWSER: '/nonexistent', DISPLAY: ':99' };
const given = async (profile: string, response: string, args: readonly string[] = []) => {
  const file = aws.sandbox.write('response', response);
  return aws.sandbox.run(['process', profile, '--saml-response', file, ...args], { env: NONE });
};
const decoded = (base64: string): string => Buffer.from(base64, 'base64').toString();
const encoded = (xml: string): string => Buffer.from(xml).toString('base64');

describe('a SAML response that is given', () => {
  it('gives a role; others follow from the kept assertion without it', async () => {
    const { status, stderr } = await given('admin', aws.server.samlResponse('acme'));
    assert.equal(status, 0, stderr);
    const { stdout } = await aws.sandbox.run(['whoami', 'reader'], { env: NONE });
    assert.equal(stdout, `arn:aws:sts::${PROD}:assumed-role/ReadOnly/${USER}\n`);
    assert.equal(aws.count('SignIn'), 0);
  });

  it('may be the posted form, XML, or on stdin, with line breaks', async () => {
    const base64 = aws.server.samlResponse('acme');
    const lines = base64.replace(/(.{76})/g, '$1\r\n');
    for (const text of [lines, `SAMLResponse=${encodeURIComponent(lines)}&RelayState=`, decoded(base64)]) {
      const { status, stderr } = await given('admin', text);
      assert.equal(status, 0, stderr);
    }
    const args = ['process', 'admin', '--saml-response', '-'];
    const { status, stderr } = await aws.sandbox.run(args, { env: NONE, stdin: base64 });
    assert.equal(status, 0, stderr);
  });

  it('gets the longest session that the role allows, and exactly what is asked for', async () => {
    const life = async (profile: string, args: readonly string[] = []): Promise<number> => {
      const { stdout, stderr } = await given(profile, aws.server.samlResponse('acme'), args);
      assert.notEqual(stdout, '', stderr);
      const { Expiration } = JSON.parse(stdout) as { Expiration: string };
      return Math.round((Date.parse(Expiration) - Date.now()) / 60_000);
    };
    assert.equal(await life('admin'), 60);
    assert.equal(await life('reader'), 480);
    // The first sign-in has found the roles' limits: the next one asks for no more.
    const calls = aws.count('AssumeRoleWithSAML');
    assert.equal(await life('admin'), 60);
    assert.equal(await life('reader'), 480);
    assert.equal(aws.count('AssumeRoleWithSAML'), calls + 2);
    assert.equal(await life('reader', ['-d', '20m']), 20);
    const long = await given('long', aws.server.samlResponse('acme'));
    assert.equal(long.status, 3);
    assert.match(long.stderr, /the role allows no session of that length/);
  });

  it('never shows itself or what AWS says in confidence', async () => {
    const base64 = aws.server.samlResponse('acme');
    const { stdout, stderr } = await given('admin', base64, ['--debug', '-v']);
    assert.match(stderr, /AssumeRoleWithSAML/);
    for (const text of [
      base64.slice(200, 240),
      encodeURIComponent(base64).slice(200, 240),
      'trusted-identity-context',
    ]) {
      assert.ok(!`${stdout}${stderr}`.includes(text));
    }
  });
});

describe('a SAML response that cannot be used', () => {
  const response = (): string => aws.server.samlResponse('acme');
  const xml = (change: (text: string) => string): string => encoded(change(decoded(response())));
  const sealed = (): string =>
    xml((text) => text.replace(/<saml:Assertion .*<\/saml:Assertion>/s, '<saml:EncryptedAssertion/>'));
  const rows: readonly (readonly [string, string, () => string, number, RegExp])[] = [
    [
      'does not name the role',
      'nobody',
      response,
      3,
      /does not name the role arn:aws:iam::444455556666:role\/Nobody[^]*role\/Admin[^]*role\/ReadOnly/,
    ],
    [
      'names several, without a terminal',
      'pick',
      response,
      2,
      /offers 4 roles[^]*role\/Admin[^]*add role_arn to profile pick/,
    ],
    [
      'names none',
      'pick',
      () => aws.server.samlResponse('acme', { roles: [] }),
      3,
      /does not name a role of AWS/,
    ],
    ['is encrypted', 'admin', sealed, 2, /is encrypted[^]*add awscred_saml_provider_arn to the profile/],
    [
      'has expired',
      'admin',
      () => aws.server.samlResponse('acme', { issuedAt: Date.now() - 600_000 }),
      3,
      /expired 5m ago/,
    ],
    ['is huge', 'admin', () => 'A'.repeat(120_000), 3, /longer than the 100000 characters/],
    ['is huge beyond reason', 'admin', () => 'A'.repeat(5_000_000), 3, /longer than/],
    [
      'has entities',
      'admin',
      () =>
        xml(
          (text) =>
            `<!DOCTYPE r [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>${text.replace('jane', '&b;')}`,
        ),
      3,
      /no SAML response: .*entities/,
    ],
    [
      'reads a file',
      'admin',
      () => xml((text) => `<!DOCTYPE r [<!ENTITY a SYSTEM "file:///etc/passwd">]>${text}`),
      3,
      /no SAML response/,
    ],
    [
      'names an unknown entity',
      'admin',
      () => xml((text) => text.replace('jane', '&b;')),
      3,
      /no SAML response/,
    ],
    [
      'is deep',
      'admin',
      () => encoded(`${'<a>'.repeat(9_000)}${'</a>'.repeat(9_000)}`),
      3,
      /no SAML response/,
    ],
    ['is not XML', 'admin', () => encoded('hello'), 3, /no SAML response/],
    ['is not base64', 'admin', () => '{"a":1}', 3, /no SAML response/],
    ['is empty', 'admin', () => '\n', 2, /there is nothing in/],
    ['is another document', 'admin', () => encoded('<html xmlns="x"/>'), 3, /no SAML response/],
    [
      'says no',
      'admin',
      () =>
        xml((text) =>
          text.replace(
            'status:Success"/>',
            'status:Responder"/><samlp:StatusMessage>not \u001b[31massigned</samlp:StatusMessage>',
          ),
        ),
      3,
      /refused the sign-in: not .*assigned/,
    ],
    [
      'is signed by another',
      'admin',
      () => aws.server.samlResponse('acme', {}, 'gov'),
      3,
      /IAM knows another certificate/,
    ],
    [
      'was changed',
      'admin',
      () => xml((text) => text.replace(USER, 'root@acme.example')),
      3,
      /IAM knows another certificate/,
    ],
    [
      'has no session name',
      'admin',
      () => aws.server.samlResponse('acme', { sessionName: null }),
      3,
      /RoleSessionName is required/,
    ],
    [
      'is for another audience',
      'admin',
      () => aws.server.samlResponse('acme', { audience: 'urn:x' }),
      3,
      /InvalidIdentityToken/,
    ],
    [
      'is of a provider that AWS does not know',
      'pick',
      () =>
        xml((text) =>
          text
            .replaceAll('saml-provider/acme', 'saml-provider/x')
            .replaceAll(
              /<saml:AttributeValue>arn:[^<]*(?:ReadOnly|444455556666)[^<]*<\/saml:AttributeValue>/g,
              '',
            ),
        ),
      3,
      /the account has no such SAML provider/,
    ],
  ];
  for (const [what, profile, text, status, says] of rows) {
    it(`${what}: exit ${status}`, async () => {
      const result = await given(profile, text(), ['--no-cache']);
      assert.equal(result.status, status, result.stderr);
      assert.match(result.stderr, says);
      assert.equal(result.stdout, '');
      assert.ok(!result.stderr.includes('\u001b'));
    });
  }

  it('is encrypted, but the profile names role and provider: AWS judges', async () => {
    const { status, stderr } = await given('sealed', sealed());
    assert.equal(status, 3);
    assert.match(stderr, /AWS refused/);
  });

  it('means nothing to other profiles, and a session name nothing to it', async () => {
    const other = await given('keys', response());
    assert.equal(other.status, 2);
    assert.match(other.stderr, /--saml-response has nothing to act on/);
    const named = await given('admin', response(), ['--session-name', 'x1']);
    assert.equal(named.status, 2);
    assert.match(named.stderr, /the provider puts it there/);
  });

  it('goes to AWS’s own host or this machine alone', async () => {
    const file = aws.sandbox.write('response', response());
    const env = { ...NONE, AWS_ENDPOINT_URL_STS: 'https://sts.evil.example' };
    const { status, stderr } = await aws.sandbox.run(['process', 'admin', '--saml-response', file], { env });
    assert.equal(status, 2);
    assert.match(stderr, /nothing was sent/);
  });
});
