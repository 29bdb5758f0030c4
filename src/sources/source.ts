import type { Config, Profile } from '../core/aws-files/config-model.ts';
import type { Credentials } from '../core/credentials.ts';
import type { Request } from '../core/plan/request.ts';
import type { Setting, Site, Step } from '../core/plan/step.ts';
import type { Settings } from '../core/settings/settings.ts';
import type { AwscredError } from '../errors.ts';
import type { Ports } from '../ports/index.ts';
import type { Elsewhere } from '../protocols/together/elsewhere.ts';

/** What planning may look at: files as read, options, a few variables. No port, so planning touches nothing. */
export interface PlanContext {
  readonly config: Config;
  /** Region of every STS call of the plan, and of the result. */
  readonly region: Setting | null;
  readonly request: Request;
  /** Login name of the user, for generated session names. */
  readonly user: string;
  /** Where a service answers; the role's partition decides where no region is known. */
  readonly site: (service: 'sts' | 'sso' | 'sso-oidc', region: string | null, roleArn?: string) => Site;
}

/** What a source says of one profile: the step it would run, and what must come first. */
export interface Claim {
  readonly step: Step;
  /** The profile whose credentials this step uses, with the setting that names it. */
  readonly upstream: { readonly profile: string; readonly setting: Setting } | null;
  /** A step without a profile of its own that comes first (`credential_source`). */
  readonly before: Step | null;
}

/** How the running of a step is told apart from another: flags of this call, and who may be asked. */
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
  /** This step's result, where another process may get it while a person is asked here. */
  readonly elsewhere: Elsewhere<Credentials>;
}

/** A step that cannot be run here, since it asks a person. */
export interface PersonNeeded {
  /** NEEDS_LOGIN or NEEDS_PERSON. */
  readonly error: AwscredError;
  /** The lock under which a process that can ask would do so. */
  readonly lock: string;
}

/** One way of getting credentials. `claim` is pure; `run` touches the world through ports only. */
export interface Source<S extends Step = Step> {
  readonly kinds: readonly S['kind'][];
  /** Null when the profile is not this source's; throws AwscredError CONFIG when it is, but wrongly. */
  claim(profile: Profile, context: PlanContext): Claim | null;
  /** One line of what the step does, for `explain`: the call, the region, the session. */
  describe(step: S): string;
  /** Whether running the step would have to ask a person and cannot; makes no call and takes no lock. */
  needsPerson?(step: S, context: RunContext): Promise<PersonNeeded | null>;
  run(step: S, upstream: Credentials | null, context: RunContext): Promise<Credentials>;
}
