import type { SessionTag } from './identity.ts';
import { ParameterCheck } from './parameter-check.ts';
import { readSessionPolicy, type SessionPolicy } from './policy/session-policy.ts';
import { readSessionTags } from './policy/session-tags.ts';

/** The parameters of AssumeRole within AWS's limits (docs/wire.md, "STS limits"). */
export interface AssumeRoleParameters {
  readonly roleArn: string;
  readonly sessionName: string;
  /** Seconds. */
  readonly duration: number;
  readonly externalId: string | null;
  readonly serialNumber: string | null;
  readonly tokenCode: string | null;
  readonly sourceIdentity: string | null;
  readonly session: SessionPolicy;
  readonly tags: readonly SessionTag[];
}

const NAME = '[A-Za-z0-9_+=,.@-]*';
export const ROLE_SESSION_NAME = { min: 2, max: 64, pattern: NAME };
export const SERIAL_NUMBER = { min: 9, max: 256, pattern: '[A-Za-z0-9_+=/:,.@-]*' };
export const TOKEN_CODE = { min: 6, max: 6, pattern: '[0-9]*' };

/** Throws ValidationError (400) that names every parameter outside its limits. */
export function readAssumeRole(form: URLSearchParams): AssumeRoleParameters {
  const check = new ParameterCheck(form);
  const parameters = {
    roleArn: check.required('RoleArn', { min: 20, max: 2048 }),
    sessionName: check.required('RoleSessionName', ROLE_SESSION_NAME),
    duration: check.seconds('DurationSeconds', { min: 900, max: 43_200, default: 3600 }),
    externalId: check.optional('ExternalId', { min: 2, max: 1224, pattern: '[A-Za-z0-9_+=,.@:/-]*' }),
    serialNumber: check.optional('SerialNumber', SERIAL_NUMBER),
    tokenCode: check.optional('TokenCode', TOKEN_CODE),
    sourceIdentity: check.optional('SourceIdentity', { min: 2, max: 256, pattern: `(?!aws:)${NAME}` }),
    session: readSessionPolicy(check),
    tags: readSessionTags(check),
  };
  check.finish();
  return parameters;
}
