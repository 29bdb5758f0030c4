import { policyOf } from './policy-text.ts';

/** Services whose `Get*`, `List*` and `Describe*` read, in the order in which people look at them most. */
const READ =
  's3 ec2 logs cloudwatch iam sts lambda dynamodb rds ecs eks cloudformation sns sqs route53 elasticloadbalancing autoscaling cloudfront cloudtrail events states kinesis athena elasticache';

/** What reads under another name, and services whose `Get*` would hand out more than facts. */
const ALSO = [
  'dynamodb:Query',
  'dynamodb:Scan',
  'dynamodb:BatchGet*',
  'logs:FilterLogEvents',
  'logs:StartQuery',
  'logs:StopQuery',
  'ecr:Describe*',
  'ecr:List*',
  'kms:Describe*',
  'kms:List*',
  'secretsmanager:Describe*',
  'secretsmanager:List*',
  'ssm:Describe*',
  'ssm:List*',
  'tag:Get*',
];

/** What hands out a secret, or credentials of somebody else. */
const NEVER = [
  'secretsmanager:*GetSecretValue',
  'ssm:GetParameter*',
  'kms:Decrypt',
  'lambda:GetFunction',
  'ec2:GetPasswordData',
  'sts:GetFederationToken',
  'sts:GetWebIdentityToken',
  'sts:GetDelegatedAccessToken',
  'sts:GetServiceBearerToken',
];

/** The policy of the scope `read-only`, which is there without being written (docs/narrow.md, "read-only"). */
export function readOnlyPolicy(): string {
  const reading = READ.split(' ').flatMap((service) =>
    ['Get', 'List', 'Describe'].map((verb) => `${service}:${verb}*`),
  );
  return policyOf([
    { Effect: 'Allow', Action: [...reading, ...ALSO], Resource: '*' },
    { Effect: 'Deny', Action: NEVER, Resource: '*' },
  ]);
}
