import { withoutTrailing } from '../core/text/without-trailing.ts';
import type { PortalRole } from '../core/console/links.ts';
import type { Config, Profile } from '../core/aws-files/config-model.ts';
import type { Credentials } from '../core/credentials.ts';
import type { PlanContext } from '../core/plan/plan-context.ts';
import type { Request } from '../core/plan/request.ts';
import type { Cap, Setting, Site, SsoSession, Step } from '../core/plan/step.ts';
import type { Settings } from '../core/settings/settings.ts';
import type { AwscredError } from '../errors.ts';
import type { Ports } from '../ports/index.ts';
import type { ItemKind } from '../ports/store/store.ts';
import type { Elsewhere } from '../protocols/together/elsewhere.ts';

/** A source's claim on a profile: the step it would run, and what must run before it. */
export interface Claim {
  readonly step: Step;
  /** The profile whose credentials this step uses, or the machine's own (`credential_source`); null for none. */
  readonly upstream: Upstream | null;
}

/** Where the credentials that a step needs come from, with the setting that says so. */
export type Upstream =
  | { readonly profile: string; readonly setting: Setting }
  | { readonly credentialSource: Setting };

/** Everything a source may use while running a step. */
export interface RunContext {
  readonly ports: Ports;
  readonly request: Request;
  readonly settings: Settings;
  readonly config: Config;
  /** The profile asked for. */
  readonly profile: string;
  /** All steps of the plan and this one's place, for error texts. */
  readonly steps: readonly Step[];
  readonly index: number;
  /** Who makes the call: the holder of the credentials of the step before. */
  readonly caller: Caller;
  /** Epoch milliseconds at which the step before was obtained, where an earlier run did that; null otherwise. */
  readonly upstreamKeptAt: number | null;
  /** This step's result, where another process may get it while a person is asked here. */
  readonly elsewhere: Elsewhere<Credentials>;
}

/** Why a step cannot run here: it would have to ask a person, or would wait for the run that has started this one. */
export interface PersonNeeded {
  /** NEEDS_LOGIN or NEEDS_PERSON; CONFIG for a circle. */
  readonly error: AwscredError;
  /** The lock under which a process that can ask would do so; empty for none. */
  readonly lock: string;
}

/** Who a step's credentials are, as far as the plan knows. */
export interface Identity {
  readonly role: string | null;
  /** Twelve digits; guards on accounts and the planned account of `list` go by it. */
  readonly account: string | null;
  /** How the summary names them where there is no role: `access keys`. Foreign text inside. */
  readonly who: string;
  /** The scope that narrows it; absent for none. Foreign text. */
  readonly narrowedTo?: string;
}

/** What a person signs in to before the step can run, other than an MFA code (`step.mfa`). */
export interface SignIn {
  /** What is signed in to apart from the plan; null where running the step is the sign-in. */
  readonly session: SsoSession | null;
  /** Kind and key of the kept sign-in in the store. */
  readonly item: ItemKind;
  readonly key: string;
  /** Whether it is first tried without a person. */
  readonly mayNeedNobody: boolean;
  /** How it is named in sentences. Foreign text. */
  readonly name: string;
}

/** What the console takes of a step, where that is more than its credentials. */
interface ConsoleWay<S> {
  /** The portal's own way in, which needs no credentials; left out: there is none. */
  portal?(step: S): PortalRole;
  /** Whether AWS lets the console session last as long as asked, whatever life the credentials have. */
  readonly takesDuration?: 'always' | 'after long-lived keys';
  /** What it narrows with, for a federated user who is narrowed in the same way; left out: nothing. */
  narrows?(step: S): Narrows;
}

interface Narrows {
  /** JSON text; null where only the life is limited. */
  readonly policy: string | null;
  /** Seconds; null for no limit. */
  readonly seconds: number | null;
}

/** A code that a step would take in its own call, and the step that is left where a session before it takes it. */
interface OwnCode {
  readonly serial: Setting;
  readonly process: Setting | null;
  readonly sts: Site;
  readonly without: Step;
}

/** How an error names the holder of a step's credentials. Printable text. */
export interface Caller {
  /** For the headline: `Hub (222233334444)`. */
  readonly short: string;
  /** For a trust policy: an ARN where one is known. */
  readonly full: string;
  /** Whether these are an IAM user's own keys, which trust policies often let in with MFA alone. */
  readonly isUser: boolean;
  /** Whether its credentials carry an MFA code to the next call. */
  readonly hasMfa: boolean;
}

export const UNKNOWN_CALLER: Caller = {
  short: 'the caller',
  full: 'the caller',
  isUser: false,
  hasMfa: false,
};

/**
 * One way of getting credentials: a row of the table, with everything that is known of its kind of step. No other file
 * decides by a step's kind. `claim` and the facts are pure; `run` and `needsPerson` touch the world through ports only.
 */
export interface Source<S extends Step = Step> {
  readonly kind: S['kind'];
  /** The word of `credential_source` that asks for this source; null where none does. */
  readonly credentialSource: string | null;
  /** Null when the profile is not this source's; AwscredError CONFIG when it is, but is not valid. */
  claim(profile: Profile, context: PlanContext): Claim | null;
  /** The step that `credential_source` asks for, which may be of another kind; null where no word of it does. */
  machineStep(profile: Profile, setting: Setting, context: PlanContext): Step | null;

  identity(step: S): Identity;
  /** The step in a few words, for the index and `cache list`: `assume-role Admin in 444455556666`. Foreign text inside. */
  label(step: S): string;
  /** What makes a step that step, in a fixed order: the cache's key is a digest of it and of all before it. */
  digest(step: S): readonly unknown[];
  /** Whether what it gives is kept in the store; what is not kept is read each time. */
  readonly isKept: boolean;
  /** The account of the store's item that the step itself reads: what is obtained with it is forgotten with it. */
  item?(step: S): string | null;
  /** Whether what it gives may have no end; then it is not stored, and is asked for each time. */
  readonly mayBeEndless?: boolean;
  /**
   * Milliseconds: with less life left it is asked for again, however short a life it was given. Left out: 15 minutes, or
   * half of a life that is hardly longer.
   */
  readonly askedAgainBelow?: number;
  /** Whether what it gives never outlives what the step before gave: that must then live as long as a result. */
  readonly endsWithUpstream?: boolean;
  /**
   * Whether a result may go to the hot cache: its own (`result`), and one further on in the chain (`chain`), which it
   * may not where the step takes keys or an endpoint from variables that no record holds.
   */
  readonly hot: { readonly result: boolean; readonly chain: boolean };
  /** Whether its keys are long-lived: a session may be put behind them, which takes the MFA code for all that follows. */
  isLongLived(step: S): boolean;

  /** Whether STS counts a role assumed with its credentials as role chaining, which caps that role at an hour. */
  chains(step: S): boolean;
  /** The step under a cap of its life: asks for no more, and says why. */
  capped(step: S, cap: Cap): S;
  /** Why its credentials live no longer, where no cap says so, and whether `-d` can ask for more. */
  readonly limit: { readonly why: string; readonly canAskMore: boolean };
  /** The step with options of the command line applied; null where `wanted` (their names) mean nothing to it. */
  narrowed(step: S, request: Request, wanted: readonly string[]): S | null;

  /** How its credentials open the AWS console; left out: by federation, for as long as they last. */
  readonly console?: ConsoleWay<S>;

  signIn(step: S): SignIn | null;
  /** Keys that stand in a profile which can be signed in to by itself; left out: there are none. */
  readonly signInKeys?: readonly string[];
  /** Forgets a sign-in without a session of its own; returns whether there was one. */
  signOut?(step: S, ports: Ports): Promise<boolean>;
  /** Whether `--saml-response` means something to it. */
  readonly takesSamlResponse?: boolean;
  /** Whether it shows that a person was there, besides an MFA code (`step.mfa`): an SSO or a SAML sign-in. */
  isPersonal(step: S): boolean;
  ownCode(step: S): OwnCode | null;
  /** Whether running the step would have to ask a person and cannot; makes no call and takes no lock. */
  needsPerson(step: S, context: RunContext): Promise<PersonNeeded | null>;

  /** What `list` shows under THROUGH where the profile's plan is this step alone. Foreign text inside. */
  origin(step: S): string;
  /** Whether the step counts as a hop of its own in `list`. */
  readonly isHop: boolean;
  /** What `explain` shows beside the step's kind. Printable text. */
  headline(step: S): string;
  /** What `explain --json` says of the step besides; its texts are lines of `explain`. No secret. */
  details?(step: S): Readonly<Record<string, string | number | null>>;
  /** One line of what the step does, for `explain`: the call, the region, the session. */
  describe(step: S): string;
  /** Where it calls, for `explain` to mark what is not AWS's. */
  sites(step: S): readonly Site[];
  caller(step: S): Caller;

  run(step: S, upstream: Credentials | null, context: RunContext): Promise<Credentials>;
}

/** Settings as digest material: values without their places, so that a moved line is a hit. */
export function settingValues(settings: Readonly<Record<string, Setting>>): readonly unknown[] {
  return Object.entries(settings).map(([key, setting]) => [key, setting.value]);
}

/** A region and an endpoint as digest material: a changed endpoint is a miss; scheme, host, port and path all count. */
export function siteDigest(site: Site): readonly string[] {
  return [site.region, endpointDigest(site)];
}

export function endpointDigest({ endpoint }: Site): string {
  return withoutTrailing(endpoint, '/');
}
