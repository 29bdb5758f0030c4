import { AwscredError } from '../../errors.ts';
import type { Profile } from '../aws-files/config-model.ts';
import { printable, quotedValue } from '../text/printable.ts';
import { filledSettingOf } from '../aws-files/setting-of.ts';
import type { Setting } from '../plan/step.ts';
import type { Variables } from '../variables.ts';

interface RegionInput {
  /** `--region`; null where it was not given. */
  readonly option: string | null;
  readonly environment: Variables;
  /** The profile asked for. A source profile's own region is ignored. */
  readonly profile: Profile | null;
}

/**
 * The region: option, `AWS_REGION`, `AWS_DEFAULT_REGION`, the profile asked for; null when nothing names one
 * (docs/aws-files.md, "Region"). A variable that equals `AWSCRED_REGION` was set by awscred and is not the user's.
 */
export function chooseRegion(input: RegionInput): Setting | null {
  const chosen = fromOption(input) ?? fromVariables(input) ?? fromProfile(input);
  if (chosen === null) {
    return null;
  }
  const subject = chosen.from ?? `profile ${printable(input.profile?.name ?? '', 80)}: region`;
  return checkRegion(chosen, subject);
}

/** Returns the setting if its value can be part of a host name; AwscredError CONFIG otherwise. */
export function checkRegion(setting: Setting, subject: string): Setting {
  if (!/^[A-Za-z0-9-]{1,63}$/.test(setting.value)) {
    const message = `${subject} = ${quotedValue(setting.value)} is not a region (letters, digits and hyphens)`;
    throw new AwscredError('CONFIG', message, { at: setting });
  }
  return setting;
}

function fromOption({ option }: RegionInput): Setting | null {
  return option === null ? null : { value: option, file: null, line: null, from: '--region' };
}

function fromVariables({ environment }: RegionInput): Setting | null {
  const own = environment.get('AWSCRED_REGION');
  for (const name of ['AWS_REGION', 'AWS_DEFAULT_REGION']) {
    const value = environment.get(name);
    if (value !== null && value !== own) {
      return { value, file: null, line: null, from: name };
    }
  }
  return null;
}

function fromProfile({ profile }: RegionInput): Setting | null {
  return profile === null ? null : filledSettingOf(profile, 'region');
}
