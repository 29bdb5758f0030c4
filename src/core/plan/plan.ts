import { AwscredError } from '../../errors.ts';
import type { Config, Profile } from '../aws-files/config-model.ts';
import { quoted } from '../text/printable.ts';
import { soundSection } from '../aws-files/sound-section.ts';
import type { Setting, Step } from './step.ts';

/** A claim as planning sees it; see sources/source.ts. */
export interface Claimed {
  /** Null for a profile that only asks awscred for another one. */
  readonly step: Step | null;
  readonly upstream: Leads | null;
  readonly before: Step | null;
}

interface Leads {
  readonly profile: string;
  readonly setting: Setting;
}

/** Asks the sources, in order of precedence, what they would do with a profile; throws when none claims it. */
export interface Claimer {
  /** The profile asked for: the whole table. */
  first(profile: Profile): Claimed;
  /** A later hop: stored keys before a role of its own (the AWS CLI's rule). */
  source(profile: Profile): Claimed;
  /** A profile that names itself as its source: its static keys only. */
  self(profile: Profile, setting: Setting): Claimed;
  /** Whether a profile has access keys of its own, wherever they are kept. */
  hasKeys(profile: Profile): boolean;
  missing(name: string, from: Profile, setting: Setting): AwscredError;
}

interface Visit {
  readonly name: string;
  /** The setting that led here; null for the profile asked for. */
  readonly setting: Setting | null;
}

/** The steps that lead to a profile, in running order. Pure: nothing is read, nothing is asked. */
export function stepsTo(profile: Profile, config: Config, claimer: Claimer): readonly Step[] {
  const steps: Step[] = [];
  const visited: Visit[] = [{ name: profile.name, setting: null }];
  let claimed: Claimed = claimer.first(checked(profile));
  for (;;) {
    steps.unshift(...(claimed.step === null ? [] : [claimed.step]));
    if (claimed.before !== null) {
      steps.unshift(claimed.before);
    }
    if (claimed.upstream === null) {
      return steps;
    }
    const current = visited.at(-1)?.name ?? profile.name;
    const follows = claimed.step === null;
    claimed = next(claimed.upstream, {
      follows,
      config,
      claimer,
      visited,
      current,
    });
  }
}

interface Walk {
  readonly config: Config;
  readonly claimer: Claimer;
  readonly visited: Visit[];
  readonly current: string;
  /** Whether the other profile is asked for as such, not as the source of a role. */
  readonly follows: boolean;
}

function next(upstream: Leads, walk: Walk): Claimed {
  const { config, claimer, visited, current } = walk;
  const source = config.profiles.get(upstream.profile);
  const from = config.profiles.get(current);
  if (source === undefined) {
    throw from === undefined ? circle(visited) : claimer.missing(upstream.profile, from, upstream.setting);
  }
  if (visited.some((visit) => visit.name === source.name)) {
    // A profile may name itself, so that its keys and its role share a section; any other return is a circle.
    if (source.name === current && claimer.hasKeys(source) && !walk.follows) {
      return claimer.self(checked(source), upstream.setting);
    }
    throw circle([...visited, { name: source.name, setting: upstream.setting }]);
  }
  visited.push({ name: source.name, setting: upstream.setting });
  return walk.follows ? claimer.first(checked(source)) : claimer.source(checked(source));
}

/** Faults break only a profile that is used. */
function checked(profile: Profile): Profile {
  return soundSection(profile, 'profile');
}

/** `a (~/.aws/config:3) → b (~/.aws/config:7) → a`: each name with the line that leads on from it. */
function circle(visited: readonly Visit[]): AwscredError {
  const names = visited.map((visit, index) => {
    const leads = visited[index + 1]?.setting;
    const place =
      leads?.file === undefined || leads.file === null ? '' : ` (${leads.file}:${leads.line ?? 0})`;
    return `${quoted(visit.name).slice(1, -1)}${place}`;
  });
  const setting = visited.at(-1)?.setting ?? null;
  return new AwscredError('CONFIG', `the source profiles form a circle: ${names.join(' → ')}`, {
    hints: [
      'point one of them (source_profile, credential_process) at a profile with credentials of its own',
    ],
    at: setting,
  });
}
