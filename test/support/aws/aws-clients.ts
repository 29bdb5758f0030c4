import { ROOT } from '../sandbox.ts';

export const AWS = '/usr/bin/aws';
export const PYTHON = '/usr/bin/python3';

const BOTO3 = 'import boto3; print(boto3.client("sts").get_caller_identity()["Arn"])';
const JS = `const { STSClient, GetCallerIdentityCommand } = require('${ROOT}/node_modules/@aws-sdk/client-sts');
new STSClient().send(new GetCallerIdentityCommand()).then(({ Arn }) => console.log(Arn));`;

/** Prints the Arn of whoever its environment makes it; each is one argv. */
export const CLIENTS = {
  'the AWS CLI': [AWS, 'sts', 'get-caller-identity', '--query', 'Arn', '--output', 'text'],
  boto3: [PYTHON, '-c', BOTO3],
  'the JS SDK': [process.execPath, '--no-warnings', '-e', JS],
} as const;
