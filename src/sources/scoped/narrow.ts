import { withNextLayer } from '../../core/scopes/next-layer.ts';
import type { ScopedStep, Setting, Site, Step } from '../../core/plan/step.ts';
import { printable } from '../../core/text/printable.ts';
import { SESSION_DEFAULT_SECONDS } from '../../core/plan/role-limits.ts';
import { AwscredError } from '../../errors.ts';
import { sourceOf } from '../index.ts';

/** One policy that narrows a plan's result. */
export interface Layer {
  /** What asked for it, with its place: the scope's name, a path, or the policy of `--policy`. */
  readonly from: Setting;
  /** How it is named in messages. Foreign text. */
  readonly name: string;
  /** JSON text without insignificant white space. */
  readonly policy: string;
  /** Full path of a file that has the policy; null where none does. */
  readonly file: string | null;
  /** Seconds; null for as long as there is. */
  readonly duration: Setting | null;
}

/** What a plan's result is narrowed with. */
export interface Narrowing {
  readonly layers: readonly Layer[];
  /** Limits on its life besides the layers': `-d`, `max_duration`; values in seconds. */
  readonly durations: readonly Setting[];
}

/** AWS's limit for one session. */
const MOST_LAYERS = 3;

/** The plan with its last steps: a session where there are keys alone, and one `scoped` step for each layer. */
export function withScopes(
  steps: readonly Step[],
  { layers, durations }: Narrowing,
  sts: () => Site,
): readonly Step[] {
  const last = steps.at(-1);
  const shortest = shortestOf([...layers.map(({ duration }) => duration), ...durations]);
  if (last === undefined || (layers.length === 0 && shortest === null)) {
    return steps;
  }
  refuseFourth(layers);
  const site = sts();
  const before = sourceOf(last).isLongLived(last) ? [...steps, sessionStep(last.profile, site)] : steps;
  const { role, account, who } = sourceOf(last).identity(last);
  const common = {
    kind: 'scoped',
    profile: last.profile,
    caps: [],
    mfa: null,
    sts: site,
    layers: layers.length,
    of: { role, account, who },
  } as const;
  if (layers.length === 0 && shortest !== null) {
    const alone = { scope: nameOfLimit(shortest), policy: null, layer: 0 };
    return [...before, { ...common, ...alone, ...lifeOf(shortest), settings: limits(shortest) }];
  }
  const scoped = layers.map((layer, index): ScopedStep => {
    const isLast = index === layers.length - 1;
    return {
      ...common,
      ...lifeOf(isLast ? shortest : null),
      ...(layer.file === null ? {} : { reads: layer.file }),
      settings: { scope: layer.from, ...(isLast && shortest !== null ? limits(shortest) : {}) },
      scope: layer.name,
      policy: isLast ? layer.policy : withNextLayer(layer.policy),
      layer: index + 1,
    };
  });
  return [...before, ...scoped];
}

function sessionStep(profile: string, sts: Site): Step {
  return {
    kind: 'session',
    profile,
    settings: {},
    asks: SESSION_DEFAULT_SECONDS,
    caps: [],
    mfa: null,
    sts,
  };
}

/** The last layer has the shortest life that any asks for, so that those before it serve for longer. */
function shortestOf(durations: readonly (Setting | null)[]): Setting | null {
  const given = durations.filter((duration) => duration !== null);
  return given.sort((a, b) => Number(a.value) - Number(b.value))[0] ?? null;
}

function lifeOf(duration: Setting | null): Pick<ScopedStep, 'asks'> {
  return { asks: duration === null ? null : Number(duration.value) };
}

function limits(duration: Setting): ScopedStep['settings'] {
  return { duration_seconds: duration };
}

function nameOfLimit({ from, file }: Setting): string {
  // The limit of `share` stands in no file.
  return from ?? (file === null ? 'a duration' : file === '' ? 'an hour' : 'max_duration');
}

function refuseFourth(layers: readonly Layer[]): void {
  if (layers.length <= MOST_LAYERS) {
    return;
  }
  const places = layers.map(({ from, name }) => {
    const place =
      from.file === null ? (from.from ?? 'an option') : `${printable(from.file, 200)}:${from.line ?? 0}`;
    return `${printable(name, 60)} (${place})`;
  });
  throw new AwscredError(
    'USAGE',
    `${layers.length} scopes are too many, AWS takes ${MOST_LAYERS} for a session: ${places.join(', ')}`,
    { hints: ['join what two of them allow in one policy'] },
  );
}
