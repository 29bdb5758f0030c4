import { ssoRoleArn } from './sso-role-arn.ts';

const BASTION = '111122223333';
const HUB = '222233334444';
const PROD = '444455556666';
const DEPLOY = '777788889999';
const SSO_REGION = 'eu-west-1';
const HUB_ROLE = `arn:aws:iam::${HUB}:role/Hub`;
const CI_USER = `arn:aws:iam::${DEPLOY}:user/ci-user`;

/** The world without `--world`, in the form that `--world FILE` takes. Every key and seed in it is an example. */
export const builtInWorld = {
  users: [
    {
      arn: CI_USER,
      accessKeyId: 'AKIAEXAMPLECIUSER234',
      secretAccessKey: 'example/ci/user/secret/access/key/000001',
      mfa: { serial: `arn:aws:iam::${DEPLOY}:mfa/ci-user`, seed: 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ' },
    },
    {
      arn: `arn:aws:iam::${BASTION}:user/jane`,
      accessKeyId: 'AKIAEXAMPLEJANEUSER2',
      secretAccessKey: 'example/jane/secret/access/key/000000002',
    },
  ],
  roles: [
    {
      arn: HUB_ROLE,
      profile: 'hub',
      trust: trusting(ssoRoleArn(BASTION, 'PowerUser', SSO_REGION).text),
    },
    {
      arn: `arn:aws:iam::${PROD}:role/ReadOnly`,
      profile: 'prod-readonly',
      trust: trusting(HUB_ROLE),
    },
    {
      arn: `arn:aws:iam::${PROD}:role/Admin`,
      profile: 'prod-admin',
      maxSessionDuration: 7200,
      trust: trusting(HUB_ROLE, { StringEquals: { 'sts:ExternalId': 'vendor-42' } }),
    },
    ...(
      [
        ['Deployer', 'deploy'],
        ['Auditor', 'audit'],
        ['Operator', 'operate'],
      ] as const
    ).map(([name, profile]) => ({
      arn: `arn:aws:iam::${DEPLOY}:role/${name}`,
      profile,
      trust: trusting(CI_USER, { Bool: { 'aws:MultiFactorAuthPresent': 'true' } }),
    })),
  ],
  sso: {
    startUrl: 'https://acme.awsapps.com/start',
    region: SSO_REGION,
    accounts: [
      { id: BASTION, name: 'acme-bastion', roles: ['PowerUser'] },
      { id: HUB, name: 'acme-hub', roles: ['ReadOnly', 'PowerUser'] },
      { id: PROD, name: 'acme-prod', roles: ['ReadOnly', 'PowerUser'] },
      { id: DEPLOY, name: 'acme-deploy', roles: ['ReadOnly', 'PowerUser'] },
    ],
  },
  instance: { role: HUB_ROLE },
  container: { role: HUB_ROLE, id: 'example-task', token: 'example-pod-token' },
  autoApprove: false,
};

function trusting(principal: string, condition: object = {}): object {
  return {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { AWS: principal },
        Action: ['sts:AssumeRole', 'sts:TagSession', 'sts:SetSourceIdentity'],
        Condition: condition,
      },
    ],
  };
}
