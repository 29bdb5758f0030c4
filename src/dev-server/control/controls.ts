import { quoted } from '../../core/text/printable.ts';
import { AwscredError } from '../../errors.ts';
import type { Decision } from '../oidc/device-codes.ts';
import type { JsonReader } from '../world/json-reader.ts';
import type { State } from '../state.ts';

/** Answers a waiting device code as its page would. Throws AwscredError CONFIG for one that is not waiting. */
export function decideUserCode(state: State, userCode: string, decision: Decision): void {
  const code = state.devices.waiting(userCode);
  if (code === null) {
    throw new AwscredError('CONFIG', `no device code ${quoted(userCode)} is waiting`);
  }
  state.devices.decide(code, decision);
}

/** A code that the device's user can use now. Throws AwscredError CONFIG when there is no such device, or no code left. */
export function mfaCode(state: State, serial: string): string {
  const device = state.world.users.map((user) => user.mfa).find((mfa) => mfa?.serial === serial);
  if (device === undefined || device === null) {
    throw new AwscredError('CONFIG', `no MFA device ${quoted(serial)} in this world`);
  }
  const code = state.mfa.unusedCode(device, state.clock.now());
  if (code === null) {
    throw new AwscredError('CONFIG', `all codes of this moment are used: wait 30 seconds`);
  }
  return code;
}

/** A token of any issuer, as its provider would sign it: for `web_identity_token_file` and the variables of CIs. */
export async function oidcToken(state: State, json: JsonReader): Promise<string> {
  const lifetime = json.field('lifetime');
  return state.issuers.token({
    issuer: json.field('issuer').text(),
    subject: json.field('subject').text(),
    audience: json.field('audience').text(),
    lifetime: lifetime.isMissing ? 300 : lifetime.integer(-86_400, 86_400),
  });
}
