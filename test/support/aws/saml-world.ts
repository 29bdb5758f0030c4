import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { localAws, type LocalAws } from './local-aws.ts';
import type { RunResult } from '../sandbox.ts';
import { chromiumAsUser, type UsersBrowser } from '../browser/users-browser.ts';

export const BASTION = '111122223333';
export const PROD = '444455556666';
export const USER = 'jane@acme.example';
export const PASSWORD = 'correct-horse-battery';
export const CODE = '246810';
export const role = (name: string, account: string, partition = 'aws'): string =>
  `arn:${partition}:iam::${account}:role/${name}`;

export const FROM_FUMIDAI = role('from_fumidai', PROD);
/** Only the bastion's Admin may take it. */
export const BEHIND = role('Behind', PROD);
const FOUR = [BASTION, PROD].flatMap((account) => ['Admin', 'ReadOnly'].map((name) => role(name, account)));
const GOOGLE = role('fumidai', BASTION);

const person = { user: USER, password: PASSWORD };

/** Providers of every partition, with roles that trust them, and a role behind the bastion's. */
export const SAML_WORLD = {
  saml: [
    { name: 'acme', accounts: [BASTION, PROD], ...person, mfa: CODE, roles: FOUR },
    {
      name: 'google',
      accounts: [BASTION],
      ...person,
      roles: [GOOGLE],
      providerFirst: true,
      google: { idpId: 'C02example', spId: '123456789012' },
    },
    {
      name: 'gov',
      accounts: [BASTION],
      ...person,
      roles: [role('Gov', BASTION, 'aws-us-gov')],
      destination: 'https://signin.amazonaws-us-gov.com/saml',
    },
    {
      name: 'china',
      accounts: [BASTION],
      ...person,
      roles: [role('China', BASTION, 'aws-cn')],
      providerFirst: true,
      destination: 'https://cn-north-1.signin.amazonaws.cn/saml/acs/SAMLSP1',
    },
  ],
  roles: [
    ...FOUR.map((arn) => ({
      arn,
      maxSessionDuration: arn.includes('Admin') ? 3600 : 28_800,
      trust: trusts(arn, 'acme'),
    })),
    { arn: GOOGLE, maxSessionDuration: 14_400, trust: trusts(GOOGLE, 'google') },
    {
      arn: role('Gov', BASTION, 'aws-us-gov'),
      trust: trusts(role('Gov', BASTION, 'aws-us-gov'), 'gov', 'https://signin.amazonaws-us-gov.com/saml'),
    },
    {
      arn: role('China', BASTION, 'aws-cn'),
      trust: trusts(
        role('China', BASTION, 'aws-cn'),
        'china',
        'https://cn-north-1.signin.amazonaws.cn/saml/acs/SAMLSP1',
      ),
    },
    {
      arn: BEHIND,
      trust: {
        Statement: [
          { Effect: 'Allow', Principal: { AWS: role('Admin', BASTION) }, Action: 'sts:AssumeRole' },
        ],
      },
    },
    {
      arn: FROM_FUMIDAI,
      trust: { Statement: [{ Effect: 'Allow', Principal: { AWS: GOOGLE }, Action: 'sts:AssumeRole' }] },
    },
  ],
};

function trusts(arn: string, provider: string, aud = 'https://signin.aws.amazon.com/saml'): object {
  const Federated = arn.replace(/:role\/.*$/, `:saml-provider/${provider}`);
  const Condition = { StringEquals: { 'SAML:aud': aud } };
  return {
    Statement: [{ Effect: 'Allow', Principal: { Federated }, Action: 'sts:AssumeRoleWithSAML', Condition }],
  };
}

type Env = Readonly<Record<string, string | undefined>>;

/** A display that nobody looks at: the windows are on no screen. */
export const WINDOW: Env = { DISPLAY: ':99' };

/** A local AWS with those, profiles for them, and a browser of the user's with a person in front of it. */
export class SamlWorld {
  readonly aws: LocalAws;
  readonly browser: UsersBrowser;

  private constructor(aws: LocalAws, browser: UsersBrowser) {
    this.aws = aws;
    this.browser = browser;
  }

  static async start(): Promise<SamlWorld> {
    const aws = await localAws(SAML_WORLD);
    const world = new SamlWorld(aws, await chromiumAsUser(aws.sandbox));
    aws.sandbox.write('.aws/config', world.config());
    return world;
  }

  /** Profile folders of the browsers. */
  get folders(): string {
    return join(this.aws.sandbox.home, '.local/state/awscred/browsers');
  }

  environment(env: Env = {}): Env {
    return { AWSCRED_SAML_BROWSER: this.browser.path, ...env };
  }

  async run(args: readonly string[], env: Env = {}): Promise<RunResult> {
    return this.aws.sandbox.run(args, { env: this.environment(env) });
  }

  /** What a person does in the window. */
  async signIn(code: string | null = CODE): Promise<void> {
    const page = await this.browser.page();
    assert.equal(await page.evaluate('navigator.webdriver'), false);
    await page.fill('[name=user]', USER);
    await page.fill('[name=password]', PASSWORD);
    await page.click('button');
    if (code !== null) {
      await page.fill('[name=code]', code);
      await page.click('button');
    }
  }

  /** Processes of browsers that have a profile folder of this home. */
  browsers(): readonly string[] {
    try {
      return execFileSync('pgrep', ['-f', `user-data-dir=${this.folders}`], { encoding: 'utf8' })
        .trim()
        .split('\n');
    } catch {
      return [];
    }
  }

  config(): string {
    const { url } = this.aws.server;
    const profile = (name: string, lines: string): string =>
      `[profile ${name}]\nregion = eu-west-1\nendpoint_url = ${url}\n${lines}\n`;
    const acme = `awscred_saml_url = ${url}/_saml/acme/sso\n`;
    return [
      profile('admin', `${acme}role_arn = ${role('Admin', BASTION)}`),
      profile('prod', `${acme}role_arn = ${role('ReadOnly', PROD)}`),
      profile('pick', acme),
      profile('nobody', `${acme}role_arn = ${role('Nobody', PROD)}`),
      profile(
        'gov',
        `awscred_saml_url = ${url}/_saml/gov/sso\nrole_arn = ${role('Gov', BASTION, 'aws-us-gov')}`,
      ),
      profile('china', `awscred_saml_url = ${url}/_saml/china/sso`),
      profile('stays', `awscred_saml_url = ${url}/device\nrole_arn = ${role('Admin', BASTION)}`),
      profile('gone', `awscred_saml_url = http://127.0.0.1:9/x\nrole_arn = ${role('Admin', BASTION)}`),
    ].join('\n');
  }
}
