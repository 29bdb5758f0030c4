import { createAws, type AwsCalls } from '../../../src/adapters/aws/transport/create-aws.ts';
import { callRunner } from '../../../src/adapters/aws/transport/call-runner.ts';
import type { RunCall } from '../../../src/adapters/aws/transport/call.ts';
import { createClockSkew } from '../../../src/adapters/aws/failure/clock-skew.ts';
import type { AwsInput } from '../../../src/adapters/aws/transport/aws-input.ts';
import type { HttpInput } from '../../../src/adapters/http/create-http.ts';
import { lazyHttp } from '../../../src/adapters/http/lazy-http.ts';
import type { Credentials } from '../../../src/core/credentials.ts';
import { Secret } from '../../../src/core/secret.ts';
import type { Site } from '../../../src/core/plan/step.ts';
import type { AssumeRoleRequest } from '../../../src/ports/aws.ts';

/** createAws with a clock that jumps instead of sleeping, and everything it says in lists. */
export interface TestAws {
  readonly aws: AwsCalls;
  /** What makes its calls. */
  readonly run: RunCall;
  /** Milliseconds of each sleep. */
  readonly slept: number[];
  readonly warned: string[];
  readonly debugged: string[];
  readonly said: string[];
}

type FromHttp = Pick<HttpInput, 'plainHttp' | 'lookup' | 'limits'>;

export interface TestAwsOptions extends Partial<FromHttp & Pick<AwsInput, 'deadline'>> {
  readonly variables?: Readonly<Record<string, string>>;
  /** Milliseconds by which this machine's clock is ahead. */
  readonly ahead?: number;
}

export function testAws(options: TestAwsOptions = {}): TestAws {
  const [slept, warned, debugged, said]: [number[], string[], string[], string[]] = [[], [], [], []];
  let skipped = options.ahead ?? 0;
  const { variables = {}, ahead: _ahead, deadline, ...rest } = options;
  const http = lazyHttp({
    get: (name) => variables[name] ?? null,
    plainHttp: [],
    limits: { connectMs: 5_000, idleMs: 5_000 },
    onOverriddenTls: (message) => warned.push(message),
    ...rest,
  });
  const input: AwsInput = {
    http,
    home: '/home/jane',
    ...(deadline === undefined ? {} : { deadline }),
    clock: {
      now: () => Date.now() + skipped,
      sleep(ms) {
        slept.push(ms);
        skipped += ms;
        return Promise.resolve();
      },
    },
    random: { bytes: (count) => new Uint8Array(count).fill(128) },
    report: {
      warn: (line) => warned.push(line),
      debug: (line) => debugged.push(line),
      busy: () => () => undefined,
    },
    terminal: { available: true, say: (line) => said.push(line) },
  };
  const skew = createClockSkew(input.clock, (message) => warned.push(message));
  const run: RunCall = async (call) => callRunner(input, await http(), skew)(call);
  return { aws: createAws(input), run, slept, warned, debugged, said };
}

export function site(endpoint: string, facts: Partial<Site> = {}): Site {
  const override = { value: endpoint, file: '/home/jane/.aws/config', line: 12 };
  return { region: 'eu-west-1', endpoint, override, caBundle: null, ...facts };
}

/** Example-only values, made to be found where they must not be. */
export const SECRETS = {
  secretAccessKey: 'wJalrXUtnFEMIK7MDENGbPxRfiCYEXAMPLEKEY00',
  sessionToken: 'FwoGZXIvYXdzEXAMPLESESSIONTOKEN',
  code: '918273',
  accessToken: 'aoaEXAMPLEACCESSTOKEN',
} as const;

export const keys: Credentials = {
  accessKeyId: 'ASIAIOSFODNN7EXAMPLE',
  secretAccessKey: new Secret(SECRETS.secretAccessKey),
  sessionToken: new Secret(SECRETS.sessionToken),
  expiresAt: null,
  accountId: null,
  arn: null,
};

export function roleRequest(facts: Partial<AssumeRoleRequest> = {}): AssumeRoleRequest {
  return {
    roleArn: 'arn:aws:iam::444455556666:role/ReadOnly',
    roleSessionName: 'awscred-jane',
    durationSeconds: null,
    externalId: null,
    mfa: null,
    tags: [],
    transitiveTags: [],
    sourceIdentity: null,
    policy: null,
    policyArns: [],
    ...facts,
  };
}

export const withCode = {
  mfa: { serial: 'arn:aws:iam::111122223333:mfa/jane', code: new Secret(SECRETS.code) },
};

/** AssumeRole's answer; `expires` in epoch milliseconds. */
export function assumeRoleXml(
  fields: { expires?: number; id?: string; secret?: string; token?: string } = {},
): string {
  const {
    expires = Date.now() + 3_000_000,
    id = 'ASIAEXAMPLEEXAMPLE01',
    secret = 'new/secret',
    token = 'new+token==',
  } = fields;
  return `<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult>
    <AssumedRoleUser><AssumedRoleId>AROA:x</AssumedRoleId><Arn>arn:aws:sts::444455556666:assumed-role/ReadOnly/awscred-jane</Arn></AssumedRoleUser>
    <Credentials><AccessKeyId>${id}</AccessKeyId><SecretAccessKey>${secret}</SecretAccessKey>
    <SessionToken>${token}</SessionToken><Expiration>${new Date(expires).toISOString()}</Expiration></Credentials>
    </AssumeRoleResult><ResponseMetadata><RequestId>req-1</RequestId></ResponseMetadata></AssumeRoleResponse>`;
}

export function stsErrorXml(code: string, message: string): string {
  return `<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error><RequestId>req-9</RequestId></ErrorResponse>`;
}
