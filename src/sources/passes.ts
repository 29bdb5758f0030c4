import type { Request } from '../core/plan/request.ts';
import { CHAIN_CAP_SECONDS, ROLE_LEAST_SECONDS, SESSION_DEFAULT_SECONDS } from '../core/plan/role-limits.ts';
import type { Cap, MfaSessionStep, Setting, Site, Step } from '../core/plan/step.ts';
import { pasteable } from '../core/text/printable.ts';
import { AwscredError } from '../errors.ts';
import { sourceOf } from './index.ts';

/** A plan's steps with options applied, and the options that are left for a `scoped` step. */
export interface Applied {
  readonly steps: readonly Step[];
  readonly left: readonly string[];
}

/**
 * Tags, policies, source identity, session name and duration given as options act on the plan's last step. Where that is
 * no role, what only narrows is left: `isScoped` says whether there is a scope besides.
 */
export function withRequest(
  steps: readonly Step[],
  request: Request,
  { profile, isScoped }: { readonly profile: string; readonly isScoped: boolean },
): Applied {
  checkSamlResponse(steps, request);
  const wanted = optionsFor(request);
  const last = steps.at(-1);
  if (wanted.length === 0 || last === undefined) {
    return { steps, left: [] };
  }
  const narrowed = sourceOf(last).narrowed(last, request, wanted);
  if (narrowed !== null) {
    return { steps: [...steps.slice(0, -1), narrowed], left: [] };
  }
  const hasScope = isScoped || wanted.some((name) => NARROWING.includes(name));
  const odd = wanted.find((name) => !NARROWING.includes(name) && !(hasScope && name === '--duration'));
  if (odd !== undefined) {
    throw nothingToActOn(odd, profile);
  }
  return { steps, left: wanted };
}

/** What a session can be narrowed with as well as a role. */
const NARROWING = ['--policy', '--read-only'];

function nothingToActOn(name: string, profile: string): AwscredError {
  const look = pasteable('awscred explain', profile, 'PROFILE');
  const instead =
    name === '--policy-arn' ? ['use --policy or --scope: without a role AWS takes no managed policies'] : [];
  return new AwscredError('USAGE', `${name} has nothing to act on: this profile assumes no role`, {
    hints: [...instead, `add --role-arn ARN for one more hop, or look: ${look}`],
  });
}

function checkSamlResponse([first]: readonly Step[], { samlResponse }: Request): void {
  if (samlResponse !== null && (first === undefined || sourceOf(first).takesSamlResponse !== true)) {
    throw new AwscredError(
      'USAGE',
      '--saml-response has nothing to act on: this profile signs in without SAML',
    );
  }
}

function optionsFor(request: Request): readonly string[] {
  const given: readonly (readonly [string, boolean])[] = [
    ['--duration', request.duration !== null],
    ['--session-name', request.sessionName !== null],
    ['--external-id', request.externalId !== null],
    ['--source-identity', request.sourceIdentity !== null],
    ['--tag', request.tags.length > 0],
    ['--transitive-tag', request.transitiveTags.length > 0],
    ['--policy', request.policy !== null],
    ['--policy-arn', request.policyArns.length > 0],
    ['--read-only', request.readOnly],
  ];
  return given.filter(([, there]) => there).map(([name]) => name);
}

/** The MFA device that a profile of long-lived keys names for itself: asked for itself, it gets a session too. */
export interface OwnMfa {
  readonly serial: Setting;
  readonly process: Setting | null;
  readonly sts: Site;
}

/**
 * Puts an `mfa-session` step behind a person's long-lived keys where the next role (or the keys themselves)
 * asks for MFA, so that one code serves every role of that device. A role that asks for more than an hour takes the
 * code itself, since AWS counts a role behind such a session as chained (docs/wire.md, "MFA").
 */
export function withMfaSession(steps: readonly Step[], own: OwnMfa | null): readonly Step[] {
  const [first, second, ...rest] = steps;
  if (first === undefined || !sourceOf(first).isLongLived(first)) {
    return steps;
  }
  if (second === undefined) {
    return own === null ? steps : [first, sessionStep(first.profile, own)];
  }
  const code = sourceOf(second).ownCode(second);
  if (code !== null && (second.asks ?? 0) > CHAIN_CAP_SECONDS) {
    return [first, { ...second, note: OWN_CODE }, ...rest];
  }
  return code === null ? steps : [first, sessionStep(first.profile, code), code.without, ...rest];
}

const OWN_CODE =
  'takes its MFA code itself: AWS caps a role behind an MFA session at one hour (role chaining); -d 1h uses one code for many roles again';

function sessionStep(profile: string, device: OwnMfa): MfaSessionStep {
  const settings = { mfa_serial: device.serial };
  return {
    kind: 'mfa-session',
    profile,
    settings: device.process === null ? settings : { ...settings, mfa_process: device.process },
    asks: SESSION_DEFAULT_SECONDS,
    caps: [],
    mfa: device.serial.value,
    sts: device.sts,
    serial: device.serial.value,
    mfaProcess: device.process?.value ?? null,
  };
}

/** A role session made with temporary keys lasts an hour at most: asks for what will be granted, and says why. */
export function withChainCap(steps: readonly Step[]): readonly Step[] {
  return steps.map((step, index) => {
    const before = steps[index - 1];
    return before !== undefined && sourceOf(before).chains(before)
      ? sourceOf(step).capped(step, CHAIN_CAP)
      : step;
  });
}

/**
 * `max_duration`: the last step asks for no more. What it gives may live longer all the same, where AWS gives a role no
 * less than 15 minutes or where nothing is asked of anybody: then `isMet` is false, and a `scoped` step has to cut it.
 */
export function withMaxDuration(
  steps: readonly Step[],
  seconds: number,
  why: string,
): { readonly steps: readonly Step[]; readonly isMet: boolean } {
  const last = steps.at(-1);
  if (last === undefined) {
    return { steps, isMet: true };
  }
  const most = Math.max(seconds, ROLE_LEAST_SECONDS);
  const capped =
    last.asks !== null && last.asks > most ? sourceOf(last).capped(last, { seconds: most, why }) : last;
  return { steps: [...steps.slice(0, -1), capped], isMet: (capped.asks ?? Infinity) <= seconds };
}

const CHAIN_CAP: Cap = { seconds: CHAIN_CAP_SECONDS, why: 'role chaining caps it at one hour' };
