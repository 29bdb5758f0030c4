import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { pairsIn } from '../../src/core/saml/role-pairs.ts';
import { SIGN_IN_ADDRESS } from '../../src/core/saml/sign-in-host.ts';
import type { SamlStep } from '../../src/core/plan/step.ts';
import { chosenRole } from '../../src/sources/saml/choose-role.ts';
import type { ReadResponse } from '../../src/sources/saml/read-response.ts';
import type { RunContext } from '../../src/sources/source.ts';
import { testPorts } from '../support/ports.ts';
import { planOf } from '../support/plan.ts';

const GOOGLE = 'google_config.google_idp_id = C02x\ngoogle_config.google_sp_id = 123\n';
const stepOf = (lines: string): SamlStep => {
  const [step] = planOf({ config: `[profile p]\n${lines}` }, 'p').steps;
  assert.equal(step?.kind, 'saml');
  return step as SamlStep;
};

describe('a SAML profile', () => {
  it('takes aws-google-auth’s keys as it writes them', () => {
    const step = stepOf(
      `${GOOGLE}google_config.ask_role = False\ngoogle_config.keyring = False\ngoogle_config.duration = 14400\n` +
        'google_config.role_arn = arn:aws:iam::111122223333:role/fumidai\ngoogle_config.u2f_disabled = False\n' +
        'google_config.google_username = jane@acme.example\ngoogle_config.bg_response = None\naccount = \n',
    );
    assert.equal(
      step.url,
      'https://accounts.google.com/o/saml2/initsso?idpid=C02x&spid=123&forceauthn=false',
    );
    assert.deepEqual(
      [step.roleArn, step.asks, step.isCeiling, step.user, step.account],
      ['arn:aws:iam::111122223333:role/fumidai', 14_400, true, 'jane@acme.example', null],
    );
  });

  it('takes None and nothing as unset', () => {
    const step = stepOf(
      `${GOOGLE}google_config.role_arn = None\ngoogle_config.duration = None\ngoogle_config.google_username =\n`,
    );
    assert.deepEqual([step.roleArn, step.asks, step.user], [null, 43_200, null]);
    assert.throws(
      () =>
        planOf(
          { config: '[profile p]\ngoogle_config.google_idp_id = None\ngoogle_config.google_sp_id = None\n' },
          'p',
        ),
      /has no credentials/,
    );
  });

  it('asks which role with ask_role, of one account where it names one', () => {
    const step = stepOf(
      `${GOOGLE}google_config.ask_role = TRUE\ngoogle_config.role_arn = arn:aws:iam::111122223333:role/a\naccount = 111122223333\n`,
    );
    assert.deepEqual([step.roleArn, step.account], [null, '111122223333']);
  });

  it('has keys of its own, which come first', () => {
    const step = stepOf(
      `${GOOGLE}awscred_saml_url = https://idp.example/aws\nrole_arn = arn:aws:iam::111122223333:role/a\nduration_seconds = 3600\n`,
    );
    assert.deepEqual([step.url, step.asks, step.isCeiling], ['https://idp.example/aws', 3600, false]);
  });

  it('comes before the keys that aws-google-auth has left in the credentials file', () => {
    const { steps } = planOf(
      {
        config: `[profile sts]\n${GOOGLE}[profile next]\nrole_arn = arn:aws:iam::444455556666:role/from_fumidai\nsource_profile = sts\n`,
        credentials: '[sts]\naws_access_key_id = ASIAOLD\naws_secret_access_key = x\naws_session_token = y\n',
      },
      'next',
    );
    assert.deepEqual(
      steps.map(({ kind }) => kind),
      ['saml', 'assume-role'],
    );
    assert.equal(steps[1]?.asks, 3600);
  });

  for (const [lines, says] of [
    ['google_config.google_idp_id = C02x', /google_idp_id but no google_config.google_sp_id/],
    ['google_config.google_sp_id = 1', /google_sp_id but no google_config.google_idp_id/],
    [`${GOOGLE.replace('C02x', 'a&b=c')}`, /is not an id of Google’s/],
    ['awscred_saml_url = http://idp.example/', /is not an https address/],
    ['awscred_saml_url = javascript:alert(1)', /is not an https address/],
    ['awscred_saml_url = https://jane:secret@idp.example/', /with a name or a password in it/],
    [
      'awscred_saml_url = https://i.example/\nrole_arn = arn:aws:iam::111122223333:user/x',
      /is not a role’s ARN/,
    ],
    ['awscred_saml_url = https://i.example/\nawscred_saml_provider_arn = x', /is not a SAML provider’s ARN/],
    ['awscred_saml_url = https://i.example/\nduration_seconds = 1', /is not a number of seconds/],
    [`${GOOGLE}google_config.duration = 5`, /google_config.duration = 5 is not a number of seconds/],
  ] as const) {
    it(`is refused: ${lines.split('\n').at(-1) || lines}`, () => {
      assert.throws(() => planOf({ config: `[profile p]\n${lines}\n` }, 'p'), says);
    });
  }
});

describe('the roles of an assertion', () => {
  const [role, provider] = [
    'arn:aws:iam::111122223333:role/path/a,b',
    'arn:aws:iam::111122223333:saml-provider/p',
  ];
  for (const [what, text, count] of [
    ['either order', `${provider},${role}`, 1],
    ['blanks and line ends', `\n  ${role} ,\t${provider}  \n`, 1],
    ['several in one value', `${role},${provider};${provider},${role}\n${role},${provider}`, 3],
    [
      'other partitions',
      'arn:aws-cn:iam::111122223333:role/x,arn:aws-cn:iam::111122223333:saml-provider/p',
      1,
    ],
    ['half a pair', role, 0],
    ['something else', 'Admin', 0],
  ] as const) {
    it(`are read: ${what}`, () => {
      const pairs = pairsIn(text);
      assert.equal(pairs.length, count);
      pairs.forEach((pair) => assert.match(pair.roleArn, /:role\//));
    });
  }
});

describe('a SAML role of another partition', () => {
  const rows = [
    ['aws-us-gov', 'us-gov-west-1', 'https://sts.us-gov-west-1.amazonaws.com'],
    ['aws-cn', 'cn-north-1', 'https://sts.cn-north-1.amazonaws.com.cn'],
    ['aws-eusc', 'eusc-de-east-1', 'https://sts.eusc-de-east-1.amazonaws.eu'],
  ] as const;
  for (const [partition, region, endpoint] of rows) {
    const arn = `arn:${partition}:iam::111122223333:role/R`;

    it(`is asked at its own STS, named or picked: ${partition}`, async () => {
      for (const lines of [
        `region = ${region}\nrole_arn = ${arn}`,
        `role_arn = ${arn}`,
        `region = ${region}`,
      ]) {
        const step = stepOf(`awscred_saml_url = https://idp.example/aws\n${lines}`);
        assert.deepEqual([step.sts.endpoint, step.sts.override], [endpoint, null]);
        assert.equal((await chosen(step, arn)).roleArn, arn);
      }
    });

    it(`is refused in a region of another one: ${partition}`, async () => {
      const step = stepOf('awscred_saml_url = https://idp.example/aws\nregion = eu-west-1');
      await assert.rejects(chosen(step, arn), {
        code: 'CONFIG',
        message: new RegExp(`is of partition ${partition}, and eu-west-1 is not`),
      });
    });
  }
});

/** The role taken of an assertion that names this one. */
async function chosen(step: SamlStep, roleArn: string) {
  const pair = { roleArn, providerArn: roleArn.replace('role/R', 'saml-provider/p') };
  const assertion = { pairs: [pair], expiresAt: null, failure: null, isEncrypted: false };
  return chosenRole(
    step,
    { assertion } as unknown as ReadResponse,
    {
      ports: testPorts(),
      profile: 'p',
    } as unknown as RunContext,
  );
}

describe('AWS’s sign-in pages', () => {
  for (const [url, is] of [
    ['https://signin.aws.amazon.com/saml', true],
    ['https://eu-west-1.signin.aws.amazon.com/saml/acs/X', true],
    ['https://signin.amazonaws-us-gov.com/saml', true],
    ['https://cn-north-1.signin.amazonaws.cn/saml', true],
    ['https://signin.amazonaws-eusc.eu/saml', true],
    ['http://signin.aws.amazon.com:80/favicon.ico', true],
    ['https://signin.aws.amazon.com.evil.example/saml', false],
    ['https://evil.example/https://signin.aws.amazon.com/saml', false],
    ['https://evilsignin.aws.amazon.com/saml', false],
  ] as const) {
    it(`${is ? 'are' : 'are not'} at ${url}`, () => assert.equal(SIGN_IN_ADDRESS.test(url), is));
  }
});
