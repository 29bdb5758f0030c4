import { printable, quoted, pasteable } from '../../core/text/printable.ts';
import { SOURCES, sourceOf } from '../../sources/index.ts';
import type { SignIn } from '../../sources/source.ts';
import type { Plan, SsoSession } from '../../core/plan/step.ts';
import { AwscredError } from '../../errors.ts';
import { sessionFrom } from '../../sources/sso/sso-step.ts';
import { chosen } from '../line/current-profile.ts';
import { planContext, planUnguarded } from '../line/plan-for.ts';
import type { Run } from '../line/run.ts';
import { unknownSignIn } from '../../core/aws-files/profile-choice.ts';

/** What `login NAME` and `logout NAME` are about. */
export type SignInTarget =
  | { readonly kind: 'session'; readonly session: SsoSession }
  /** A profile with a step that a person answers: an MFA code, a sign-in at its provider. */
  | { readonly kind: 'step'; readonly plan: Plan; readonly index: number };

/** A sign-out must work whatever the config now says: stored items are deleted, and nothing is sent elsewhere. */
type Purpose = 'sign-in' | 'sign-out';

/** A word may name an [sso-session] or a profile; a session wins, since its name is what hints print. */
export function targetNamed(run: Run, name: string, purpose: Purpose): SignInTarget {
  const config = run.config();
  if (config.ssoSessions.has(name)) {
    return { kind: 'session', session: sessionNamed(run, name, purpose) };
  }
  if (!config.profiles.has(name)) {
    throw unknownSignIn(config, name, run.ports.environment.home);
  }
  const plan = planUnguarded(run, name);
  const signIn = signInOf(plan);
  if (signIn !== null) {
    return targetOf(plan, signIn);
  }
  const asking = plan.steps.findIndex((step) => step.mfa !== null);
  const kept = plan.steps.findIndex((step) => sourceOf(step).isKept);
  // There is nothing to sign in to without a code, but what was obtained can be forgotten.
  const index = asking < 0 && purpose === 'sign-out' ? kept : asking;
  if (index < 0) {
    throw new AwscredError(
      'CONFIG',
      `profile ${quoted(name)} has nothing to sign in to: no SSO, no SAML and no MFA`,
      {
        hints: ['name an [sso-session], or a profile that uses one'],
      },
    );
  }
  return { kind: 'step', plan, index };
}

/** A sign-in without a session of its own is made by running the plan's first step. */
function targetOf(plan: Plan, { session }: SignIn): SignInTarget {
  return session === null ? { kind: 'step', plan, index: 0 } : { kind: 'session', session };
}

/** All that can be signed in to: SSO sessions, then profiles that sign in by themselves. */
export function allTargets(run: Run, purpose: Purpose): readonly SignInTarget[] {
  const sessions = allSessions(run, purpose).map((session) => ({ kind: 'session', session }) as const);
  return [...sessions, ...signInProfiles(run)];
}

/** Profiles with a key of a source that signs in without a session; one for each sign-in. */
function signInProfiles(run: Run): readonly SignInTarget[] {
  const keys = SOURCES.flatMap(({ signInKeys = [] }) => signInKeys);
  const found = new Map<string, SignInTarget>();
  for (const { name, properties } of run.config().profiles.values()) {
    const plan = keys.some((key) => properties.has(key)) ? quietly(() => planUnguarded(run, name)) : null;
    const signIn = plan === null || plan instanceof AwscredError ? null : signInOf(plan);
    if (
      plan !== null &&
      !(plan instanceof AwscredError) &&
      signIn?.session === null &&
      !found.has(signIn.key)
    ) {
      found.set(signIn.key, targetOf(plan, signIn));
    }
  }
  return [...found.values()];
}

/** Every SSO session the files name: the [sso-session] sections, then the legacy profiles' own. */
function allSessions(run: Run, purpose: Purpose): readonly SsoSession[] {
  const names = [...run.config().ssoSessions.keys()];
  const named = names.map((name) => sessionNamed(run, name, purpose));
  return [...named, ...legacySessions(run)];
}

/**
 * A session by its name, at the endpoints of the profiles that name it, where they agree. Where all of them point to
 * a host that must not have a secret, a sign-in is refused with that, and not made at another host.
 */
function sessionNamed(run: Run, name: string, purpose: Purpose): SsoSession {
  const { sessions, refused } = plansThrough(run, name);
  const [first, ...others] = sessions;
  const differs = others.find((other) => originsOf(other) !== (first === undefined ? '' : originsOf(first)));
  if (differs !== undefined && first !== undefined) {
    throw new AwscredError(
      'CONFIG',
      `the profiles of sso-session ${quoted(name)} disagree on its endpoint: ${printable(first.profile, 60)}, ${printable(differs.profile, 60)}`,
      { hints: ['name the profile instead of the session'] },
    );
  }
  if (first === undefined && refused !== null && purpose === 'sign-in') {
    throw refused;
  }
  return first ?? alone(run, name);
}

/** Without a profile that names it the session's own keys and the environment's endpoints serve. */
function alone(run: Run, name: string): SsoSession {
  const section = run.config().ssoSessions.get(name);
  if (section === undefined) {
    throw new AwscredError('CONFIG', `there is no [sso-session ${printable(name, 60)}]`);
  }
  return sessionFrom(section, { name, profile: name, context: planContext(run, null, null) }).session;
}

/** The session as the profiles that name it plan it, and the first refusal of an endpoint among them. */
function plansThrough(
  run: Run,
  name: string,
): { readonly sessions: readonly SsoSession[]; readonly refused: AwscredError | null } {
  const sessions: SsoSession[] = [];
  let refused: AwscredError | null = null;
  for (const profile of run.config().profiles.values()) {
    const found = profile.properties.get('sso_session')?.value === name ? planned(run, profile.name) : null;
    if (found instanceof AwscredError) {
      refused ??= found.code === 'UNTRUSTED_ENDPOINT' ? found : null;
    } else if (found?.name === name) {
      sessions.push(found);
    }
  }
  return { sessions, refused };
}

function legacySessions(run: Run): readonly SsoSession[] {
  const found = new Map<string, SsoSession>();
  for (const profile of run.config().profiles.values()) {
    if (profile.properties.has('sso_start_url') && !profile.properties.has('sso_session')) {
      const own = planned(run, profile.name);
      if (own !== null && !(own instanceof AwscredError)) {
        found.set(`${own.startUrl} ${own.ssoRegion} ${originsOf(own)}`, own);
      }
    }
  }
  return [...found.values()];
}

function planned(run: Run, profile: string): SsoSession | AwscredError | null {
  return quietly(() => signInOf(planUnguarded(run, profile))?.session ?? null);
}

/** A profile that cannot be planned is no reason to fail for the others. */
function quietly<T>(plan: () => T): T | AwscredError {
  try {
    return plan();
  } catch (error) {
    if (error instanceof AwscredError) {
      return error;
    }
    throw error;
  }
}

/** What a person signs in to for a plan: its first step says. */
function signInOf({ steps: [first] }: Plan): SignIn | null {
  return first === undefined ? null : sourceOf(first).signIn(first);
}

function originsOf(session: SsoSession): string {
  return `${session.oidc.endpoint} ${session.portal.endpoint}`;
}

/**
 * Without an argument: the only sign-in, else a picker on the terminal, else the profile that a variable names.
 * AwscredError USAGE where none of these exists.
 */
export async function chosenTarget(run: Run, purpose: Purpose): Promise<SignInTarget> {
  const targets = allTargets(run, purpose);
  const [only, second] = targets;
  if (only !== undefined && second === undefined) {
    return only;
  }
  const { terminal } = run.ports;
  if (only !== undefined && terminal.available) {
    return targetNamed(run, await picked(run, targets), purpose);
  }
  const current = chosen(run, null);
  if (current.from === 'default') {
    throw nothingChosen(targets, purpose);
  }
  return targetNamed(run, current.name, purpose);
}

async function picked({ ports }: Run, targets: readonly SignInTarget[]): Promise<string> {
  const choices = targets.map((one) => ({
    value: wordFor(one),
    label: printable(wordFor(one), 80),
    note: noteFor(one),
  }));
  const isSso = targets.every(({ kind }) => kind === 'session');
  const chosen = await ports.terminal.choose(isSso ? 'SSO session' : 'sign-in', choices);
  if (chosen === null) {
    throw new AwscredError('INTERRUPTED', 'no session was chosen');
  }
  return chosen;
}

function nothingChosen(targets: readonly SignInTarget[], purpose: Purpose): AwscredError {
  if (targets.length === 0) {
    return new AwscredError('USAGE', 'there is no SSO session', {
      hints: ['add an [sso-session] to ~/.aws/config, or name a profile that asks for an MFA code'],
    });
  }
  const command = purpose === 'sign-in' ? 'awscred login' : 'awscred logout';
  const named = targets.slice(0, 3).map((one) => pasteable(command, wordFor(one), 'SESSION'));
  const isSso = targets.every(({ kind }) => kind === 'session');
  return new AwscredError(
    'USAGE',
    `there are ${targets.length} ${isSso ? 'SSO sessions' : 'sign-ins'}: name one`,
    {
      hints: [...named, `${command} --all`],
    },
  );
}

function wordFor(target: SignInTarget): string {
  return target.kind === 'step' ? target.plan.profile : (target.session.name ?? target.session.profile);
}

function noteFor(target: SignInTarget): string {
  return target.kind === 'step'
    ? printable(signInOf(target.plan)?.name ?? '', 100)
    : printable(target.session.startUrl, 100);
}
