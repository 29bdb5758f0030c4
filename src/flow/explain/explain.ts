import { firstLine } from '../../core/text/printable.ts';
import { fingerprints } from '../../sources/fingerprint.ts';
import type { Plan, Setting, Step } from '../../core/plan/step.ts';
import type { ItemRow } from '../../ports/store/store.ts';
import { sourceOf } from '../../sources/index.ts';
import type { SignIn } from '../../sources/source.ts';
import { type ExplainedGuards, guardsJson, explainGuards } from './explain-guards.ts';
import { itemAccount } from '../../core/item-account.ts';
import { guardsOrFault } from '../set-up/load-guards.ts';
import { choiceJson, type ProfileChoice } from '../../core/aws-files/profile-choice.ts';
import { chosen } from '../line/current-profile.ts';
import { warnLostIndex } from '../line/kept/kept-key-index.ts';
import { planShown } from '../line/plan-for.ts';
import type { Run } from '../line/run.ts';

/** A plan with what the index knows about it. Uses no network, no secret, no keychain. */
export interface Explained extends ExplainedGuards {
  readonly plan: Plan;
  readonly steps: readonly ExplainedStep[];
  /** What named the profile. */
  readonly choice: ProfileChoice;
}

export interface ExplainedStep {
  readonly step: Step;
  /** Epoch milliseconds until which this step's credentials are kept; null when they are not. */
  readonly cachedUntil: number | null;
  /** What a person signs in to for it; null where nobody does. */
  readonly signIn: SignIn | null;
  /** Epoch milliseconds until which that sign-in holds, as far as the index knows; null where it does not. */
  readonly signedInUntil: number | null;
}

export function explain(
  plan: Plan,
  found: ExplainedGuards & Pick<Explained, 'choice'>,
  index: { readonly rows: readonly ItemRow[]; readonly now: number },
): Explained {
  const until = new Map(index.rows.map((row) => [row.account, row.expiresAt]));
  const alive = (account: string): number | null => {
    const expires = until.get(account) ?? null;
    return expires !== null && expires > index.now ? expires : null;
  };
  const keys = fingerprints(plan.steps);
  const steps = plan.steps.map((step, place) => {
    const signIn = sourceOf(step).signIn(step);
    return {
      step,
      cachedUntil: alive(itemAccount('tmp', keys[place] ?? '')),
      signIn,
      signedInUntil: signIn === null ? null : alive(itemAccount(signIn.item, signIn.key)),
    };
  });
  return { plan, steps, ...found };
}

/** The shape of `explain --json` (docs/json.md). */
export function explainedJson(explained: Explained, toIso: (epochMs: number) => string): unknown {
  const { plan } = explained;
  return {
    version: 1,
    profile: plan.profile,
    chosen: choiceJson(explained.choice),
    region: plan.region === null ? null : firstLine(plan.region.value),
    steps: explained.steps.map(({ step, cachedUntil }) => ({
      kind: step.kind,
      ...sourceOf(step).details?.(step),
      profile: step.profile,
      settings: Object.fromEntries(
        Object.entries(step.settings).map(([key, setting]) => [key, origin(setting)]),
      ),
      asks: step.asks,
      caps: step.caps,
      mfa: step.mfa,
      cached: cachedUntil === null ? null : { expires: toIso(cachedUntil) },
    })),
    guards: guardsJson(explained.guards),
    diagnostics: explained.diagnostics,
  };
}

function origin(setting: Setting): { value: string; file: string | null; line: number | null } {
  return { value: firstLine(setting.value), file: setting.file, line: setting.line };
}

/** Explains a profile from the files and the index alone. */
export function explainProfile(run: Run, profile: string | null): Explained {
  const { store, clock } = run.ports;
  const choice = chosen(run, profile);
  const plan = planShown(run, profile);
  if (plan.steps[0]?.kind === 'stored-keys') {
    warnLostIndex(run.ports);
  }
  const used = new Set(plan.steps.map((step) => step.profile));
  const { guards, diagnostics } = explainGuards(plan, guardsOrFault(run));
  const found = { guards, diagnostics: [...run.config().diagnosticsOf(used), ...diagnostics], choice };
  return explain(plan, found, { rows: store.rows(), now: clock.now() });
}
