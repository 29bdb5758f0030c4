import { option } from '../../../core/aws-files/profile-setting.ts';
import { type PlanContext, regionalSts } from '../../../core/plan/plan-context.ts';
import type { Request } from '../../../core/plan/request.ts';
import type { Setting, Step } from '../../../core/plan/step.ts';
import type { GuardLine, Guards, PlanGuards } from '../../../core/settings/guards.ts';
import { printable } from '../../../core/text/printable.ts';
import { showDuration } from '../../../core/text/time.ts';
import { AwscredError } from '../../../errors.ts';
import { sourceOf } from '../../../sources/index.ts';
import { withMaxDuration } from '../../../sources/passes.ts';
import { type Layer, withScopes } from '../../../sources/scoped/narrow.ts';
import { SCOPE_MOST_SECONDS } from '../../../core/scopes/scope-rule.ts';
import { layerNamed, policyOfOption, readOnlyLayer } from './layers.ts';
import type { Run } from '../run.ts';

/**
 * The request that a role's own call gets. The policies of one AssumeRole are one set, which would widen `read_only`: a
 * policy of the command line becomes a layer of its own instead. AwscredError USAGE for managed ones.
 */
export function requestUnder({ readOnly }: PlanGuards, request: Request): Request {
  if (readOnly === null) {
    return request;
  }
  if (request.policyArns.length > 0) {
    throw new AwscredError(
      'USAGE',
      `--policy-arn would widen what [${printable(readOnly.section, 100)}] read_only = true allows`,
      { at: readOnly, hints: ['use --policy or --scope, which only narrow'] },
    );
  }
  return { ...request, readOnly: true, policy: null };
}

interface Held {
  readonly held: PlanGuards;
  readonly guards: Guards;
  /** Options that the last step did not take. */
  readonly left: readonly string[];
  readonly context: PlanContext;
}

/** The plan with its last steps: what guards and options narrow it with. AwscredError USAGE for more than three layers. */
export function narrowed(run: Run, steps: readonly Step[], plan: Held): readonly Step[] {
  const { held, guards, left, context } = plan;
  const { request } = run;
  const guardLayers = held.scopes.map((line) => layerNamed(run, line.value, settingOf(line), guards));
  const layers = [
    ...readOnlyLayers(run, plan),
    ...guardLayers,
    ...policyLayers(run, plan),
    ...request.scopes.map((name) => layerNamed(run, name, option(name, '--scope'), guards)),
  ];
  const limited =
    held.maxDuration === null
      ? { steps, isMet: true }
      : withMaxDuration(steps, held.maxDuration.seconds, `${placeOf(held.maxDuration.line)} max_duration`);
  const max =
    held.maxDuration === null || limited.isMet
      ? null
      : { ...settingOf(held.maxDuration.line), value: String(held.maxDuration.seconds) };
  const asked = left.includes('--duration') ? asksFor(request) : null;
  const durations = [asked, max].filter((one) => one !== null);
  if (request.reason !== null && layers.length === 0 && durations.length === 0) {
    throw new AwscredError('USAGE', '--reason needs a scope: AWS notes it where a session is narrowed', {
      hints: ['add --scope NAME; `awscred scopes` shows them'],
    });
  }
  if (layers.length === 0 && durations.length === 0) {
    return limited.steps;
  }
  return withScopes(limited.steps, { layers, durations }, () => regionalSts(context, regionNear(steps)));
}

/** A role takes ReadOnlyAccess in its own call; all else is narrowed by the scope of that name. */
function readOnlyLayers({ request }: Run, { held, left }: Held): readonly Layer[] {
  if (!left.includes('--read-only')) {
    return [];
  }
  const guard = held.readOnly === null ? null : settingOf(held.readOnly);
  const own = request.readOnly ? option('true', '--read-only') : null;
  const from = guard ?? own;
  return from === null ? [] : [readOnlyLayer(from)];
}

function policyLayers({ request }: Run, { held, left }: Held): readonly Layer[] {
  const isLayer = request.policy !== null && (held.readOnly !== null || left.includes('--policy'));
  return isLayer ? [policyOfOption(request.policy ?? '')] : [];
}

function asksFor({ duration }: Request): Setting | null {
  if (duration !== null && (duration < 1 || duration > SCOPE_MOST_SECONDS)) {
    throw new AwscredError('USAGE', `--duration ${showDuration(duration * 1000)} is not between 1s and 36h`);
  }
  return duration === null ? null : option(String(duration), '--duration');
}

function settingOf({ value, file, line }: GuardLine): Setting {
  return { value, file, line };
}

function placeOf({ section }: GuardLine): string {
  return `[${printable(section, 100)}]`;
}

/** A region of the plan, for its partition. */
function regionNear(steps: readonly Step[]): string | null {
  const last = steps.at(-1);
  const [site] = last === undefined ? [] : sourceOf(last).sites(last);
  return site?.region ?? null;
}
