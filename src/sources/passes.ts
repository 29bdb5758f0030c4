import type {
  AssumeRoleStep,
  Cap,
  MfaSessionStep,
  Setting,
  Site,
  Step,
  StoredKeysStep,
} from '../core/plan/step.ts';
import { CHAIN_CAP_SECONDS, SESSION_DEFAULT_SECONDS } from '../core/plan/role-limits.ts';

/** The MFA device that a profile with access keys names for itself: asked for directly, it gets a session too. */
export interface OwnMfa {
  readonly serial: Setting;
  readonly process: Setting | null;
  readonly sts: Site;
}

/**
 * Puts an `mfa-session` step behind a person's long-lived keys where the next role (or the keys themselves)
 * asks for MFA, so that one code serves every role of that device (docs/wire.md, "MFA").
 */
export function withMfaSession(steps: readonly Step[], own: OwnMfa | null): readonly Step[] {
  const [first, second, ...rest] = steps;
  if (first?.kind !== 'stored-keys' || first.hasSessionToken) {
    return steps;
  }
  if (second === undefined) {
    return own === null ? steps : [first, sessionStep(first, own)];
  }
  const serial = second.settings['mfa_serial'];
  if (second.kind !== 'assume-role' || second.mfa === null || serial === undefined) {
    return steps;
  }
  const process = second.settings['mfa_process'] ?? null;
  const session = sessionStep(first, { serial, process, sts: second.sts });
  const role: AssumeRoleStep = { ...second, mfa: null, mfaProcess: null };
  return [first, session, role, ...rest];
}

function sessionStep(keys: StoredKeysStep, device: OwnMfa): MfaSessionStep {
  const settings = { mfa_serial: device.serial };
  return {
    kind: 'mfa-session',
    profile: keys.profile,
    settings: device.process === null ? settings : { ...settings, mfa_process: device.process },
    asks: SESSION_DEFAULT_SECONDS,
    caps: [],
    mfa: device.serial.value,
    sts: device.sts,
    serial: device.serial.value,
    mfaProcess: device.process?.value ?? null,
  };
}

/** Caps roles assumed with another role session at one hour, so that AWS grants what is asked, and adds the reason. */
export function withChainCap(steps: readonly Step[]): readonly Step[] {
  return steps.map((step, index) => {
    const before = steps[index - 1];
    if (step.kind !== 'assume-role' || before === undefined || !isRoleSession(before)) {
      return step;
    }
    const asks = step.asks === null ? null : Math.min(step.asks, CHAIN_CAP_SECONDS);
    return { ...step, asks, caps: [...step.caps, CHAIN_CAP] };
  });
}

const CHAIN_CAP: Cap = { seconds: CHAIN_CAP_SECONDS, why: 'role chaining caps it at one hour' };

/** EC2 is documented as not counting, but careful tools treat it as chaining (docs/wire.md, "Role chaining"). */
function isRoleSession(step: Step): boolean {
  return !NO_ROLE_SESSION.has(step.kind);
}

const NO_ROLE_SESSION: ReadonlySet<Step['kind']> = new Set([
  'stored-keys',
  'mfa-session',
  'environment',
  'login',
  'credential-process',
] as const);
