import { ServiceError } from '../service-error.ts';
import { credentialsXml } from './assume-role.ts';
import type { Identity } from './identity.ts';
import { ParameterCheck } from './parameter-check.ts';
import { SERIAL_NUMBER, TOKEN_CODE } from './read-assume-role.ts';
import type { StsState } from './sts-state.ts';
import type { XmlElements } from './xml.ts';

/** GetSessionToken: for long-term keys only; with a code the session carries MFA. */
export function getSessionToken(state: StsState, caller: Identity, form: URLSearchParams): XmlElements {
  const check = new ParameterCheck(form);
  const isRoot = caller.arn.endsWith(':root');
  const duration = check.seconds('DurationSeconds', {
    min: 900,
    max: isRoot ? 3600 : 129_600,
    default: isRoot ? 3600 : 43_200,
  });
  const serial = check.optional('SerialNumber', SERIAL_NUMBER);
  const code = check.optional('TokenCode', TOKEN_CODE);
  check.finish();
  if (caller.kind !== 'user') {
    throw new ServiceError(403, 'AccessDenied', 'Cannot call GetSessionToken with session credentials');
  }
  const now = state.clock.now();
  const mfaAt = state.mfa.accept(caller, serial, code, now) ? now : null;
  const key = state.keys.issue({ ...caller, kind: 'user-session', mfaAt }, now + duration * 1000);
  return { Credentials: credentialsXml(key) };
}
