import { localAws, type LocalAws } from './local-aws.ts';

export const GITHUB = 'https://token.actions.githubusercontent.com';
export const GITLAB = 'https://gitlab.example';
export const PROD = '444455556666';
export const DEPLOY_ROLE = `arn:aws:iam::${PROD}:role/Deploy`;
export const NEXT_ROLE = `arn:aws:iam::${PROD}:role/Next`;
export const LAST_ROLE = 'arn:aws:iam::777788889999:role/Last';

/** GitHub's subject of a repository made before and since 2026-07-15. */
export const OLD_SUBJECT = 'repo:acme/app:ref:refs/heads/main';
export const NEW_SUBJECT = 'repo:acme@1001/app@2002:ref:refs/heads/main';

/** Roles that trust tokens, roles behind them, and two jobs of GitHub Actions. */
export const JOB_WORLD = {
  oidc: [
    { issuer: GITHUB, accounts: [PROD], audiences: ['sts.amazonaws.com'] },
    { issuer: GITLAB, accounts: [PROD], audiences: ['https://gitlab.example'] },
  ],
  jobs: [
    { name: 'main', subject: OLD_SUBJECT, requestToken: 'job-main-request-token' },
    { name: 'moved', subject: NEW_SUBJECT, requestToken: 'job-moved-request-token' },
  ],
  roles: [
    {
      arn: DEPLOY_ROLE,
      maxSessionDuration: 7200,
      trust: {
        Statement: [
          trusts(GITHUB, { StringEquals: subject(GITHUB, OLD_SUBJECT, 'sts.amazonaws.com') }),
          trusts(GITLAB, { StringLike: { 'gitlab.example:sub': 'project_path:acme/app:*' } }),
        ],
      },
    },
    { arn: NEXT_ROLE, trust: { Statement: [trustsRole(DEPLOY_ROLE)] } },
    { arn: LAST_ROLE, trust: { Statement: [trustsRole(NEXT_ROLE)] } },
  ],
};

function subject(issuer: string, sub: string, aud: string): object {
  const host = issuer.replace('https://', '');
  return { [`${host}:sub`]: sub, [`${host}:aud`]: aud };
}

function trusts(issuer: string, Condition: object): object {
  const provider = `arn:aws:iam::${PROD}:oidc-provider/${issuer.replace('https://', '')}`;
  const Action = 'sts:AssumeRoleWithWebIdentity';
  return { Effect: 'Allow', Principal: { Federated: provider }, Action, Condition };
}

function trustsRole(role: string): object {
  return { Effect: 'Allow', Principal: { AWS: role }, Action: 'sts:AssumeRole' };
}

/** A local AWS with those, and profiles for each way and for roles behind it. */
export class Jobs {
  readonly aws: LocalAws;

  private constructor(aws: LocalAws) {
    this.aws = aws;
  }

  static async start(): Promise<Jobs> {
    const jobs = new Jobs(await localAws(JOB_WORLD));
    jobs.aws.sandbox.write('.aws/config', jobs.config());
    return jobs;
  }

  config(): string {
    const { url } = this.aws.server;
    const way = (name: string, lines: string): string =>
      `[profile ${name}]\nrole_arn = ${DEPLOY_ROLE}\nregion = eu-west-1\nendpoint_url = ${url}\n${lines}\n` +
      `[profile ${name}-next]\nrole_arn = ${NEXT_ROLE}\nsource_profile = ${name}\nregion = eu-west-1\nendpoint_url = ${url}\n` +
      `[profile ${name}-last]\nrole_arn = ${LAST_ROLE}\nsource_profile = ${name}-next\nregion = eu-west-1\nendpoint_url = ${url}\n`;
    const audience = 'awscred_web_identity_audience = https://gitlab.example';
    return [
      way('file', `web_identity_token_file = ${this.aws.sandbox.home}/token`),
      way('github', 'awscred_web_identity = github-actions'),
      way('gitlab', 'awscred_web_identity = gitlab:AWS_TOKEN'),
      way('command', `awscred_web_identity = command:/bin/cat ${this.aws.sandbox.home}/token`),
      way('buildkite', `awscred_web_identity = buildkite\n${audience}`),
      way('circleci', 'awscred_web_identity = circleci'),
      way('bitbucket', 'awscred_web_identity = bitbucket'),
    ].join('\n');
  }

  /** The variables of a job of GitHub Actions. */
  github(name: string = 'main'): Record<string, string> {
    return {
      GITHUB_ACTIONS: 'true',
      ACTIONS_ID_TOKEN_REQUEST_URL: `${this.aws.server.url}/_github/${name}/idtoken?run=1&api-version=2.0`,
      ACTIONS_ID_TOKEN_REQUEST_TOKEN: `job-${name}-request-token`,
    };
  }

  async gitlabToken(
    change: { subject?: string; audience?: string; lifetime?: number } = {},
  ): Promise<string> {
    return this.aws.server.oidcToken({
      issuer: GITLAB,
      subject: 'project_path:acme/app:ref_type:branch:ref:main',
      audience: 'https://gitlab.example',
      lifetime: 300,
      ...change,
    });
  }
}
