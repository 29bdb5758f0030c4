import { AwscredError } from '../../errors.ts';
import type { Job } from '../plan/request.ts';
import { printable } from '../text/printable.ts';
import type { Variables } from '../variables.ts';
import type { Config, Profile, Property } from './config-model.ts';

/** What the profile of a job without any file is called: in messages, for guards, and in `AWSCRED_PROFILE`. */
export function jobName(job: Job): string {
  return job.kind === 'environment' ? 'environment' : (job.provider.split(':')[0] ?? '');
}

/** The files' profiles and one more, which options or the variables of a pod describe. */
export function withJob(config: Config, job: Job, environment: Variables): Config {
  const values = job.kind === 'environment' ? fromVariables(environment) : fromOptions(job);
  const name = jobName(job);
  const profile: Profile = {
    name,
    properties: new Map(values),
    file: '',
    line: 0,
    faults: [],
    credentialsKeys: null,
    configKeys: null,
    adopted: null,
  };
  return { ...config, profiles: new Map([...config.profiles, [name, profile]]) };
}

type Pairs = readonly (readonly [string, Property])[];

function fromOptions(job: Extract<Job, { kind: 'options' }>): Pairs {
  return [
    ['role_arn', property(job.roleArn, '--role-arn')],
    ['awscred_web_identity', property(job.provider, '--web-identity')],
    ...(job.audience === null
      ? []
      : ([['awscred_web_identity_audience', property(job.audience, '--web-identity-audience')]] as const)),
  ];
}

/** Access keys first, as AWS's tools do; else the three variables that EKS and others set. */
function fromVariables(environment: Variables): Pairs {
  if (environment.get('AWS_ACCESS_KEY_ID') !== null) {
    return [['awscred_source', property('environment', 'AWS_ACCESS_KEY_ID')]];
  }
  const pod = podPairs(environment);
  if (pod !== null) {
    return pod;
  }
  const file = environment.get('AWS_WEB_IDENTITY_TOKEN_FILE');
  const missing = file === null ? 'AWS_WEB_IDENTITY_TOKEN_FILE' : 'AWS_ROLE_ARN';
  throw new AwscredError('USAGE', `--from-env: ${missing} is not set, nor AWS_ACCESS_KEY_ID`, {
    hints: ['a pod on EKS has it from its service account; elsewhere name a profile'],
  });
}

/** What a pod's three variables say, as the keys of a profile; null where they are not there. */
function podPairs(environment: Variables): Pairs | null {
  const file = environment.get('AWS_WEB_IDENTITY_TOKEN_FILE');
  const role = environment.get('AWS_ROLE_ARN');
  const session = environment.get('AWS_ROLE_SESSION_NAME');
  if (file === null || role === null) {
    return null;
  }
  return [
    ['role_arn', property(role, 'AWS_ROLE_ARN')],
    ['web_identity_token_file', property(file, 'AWS_WEB_IDENTITY_TOKEN_FILE')],
    ...(session === null
      ? []
      : ([['role_session_name', property(session, 'AWS_ROLE_SESSION_NAME')]] as const)),
  ];
}

function property(value: string, from: string): Property {
  if (/[\0-\x1f\x7f]/.test(value)) {
    throw new AwscredError('USAGE', `${from} ${printable(value, 60)} has a control character`);
  }
  return { value, file: '', line: 0, from };
}
