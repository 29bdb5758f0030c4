import { AwscredError } from '../../errors.ts';
import type { Profile, Section } from './config-model.ts';
import { printableValue, quoted } from '../text/printable.ts';
import type { Setting } from '../plan/step.ts';

/** The settings that are there, in order, for a step's `settings`. */
export function present(
  entries: readonly (readonly [string, Setting | null])[],
): Readonly<Record<string, Setting>> {
  return Object.fromEntries(
    entries.filter((entry): entry is readonly [string, Setting] => entry[1] !== null),
  );
}

/** A setting that came as an option: no file, no line. */
export function option(value: string, from: string): Setting {
  return { value, file: null, line: null, from };
}

/** `profile deploy: duration_seconds = 2h is not …`, at the setting's file:line; an option is named as `--duration`. */
export function badSetting(
  profile: Profile,
  key: string,
  setting: Setting,
  fault: { readonly is: string; readonly hints?: readonly string[] },
): AwscredError {
  const shown = setting.value === '' ? '(empty)' : printableValue(setting.value, 80);
  const subject =
    setting.file === null ? `${setting.from ?? key} ${shown}` : `profile ${name(profile)}: ${key} = ${shown}`;
  return new AwscredError(setting.file === null ? 'USAGE' : 'CONFIG', `${subject} ${fault.is}`, {
    hints: [...quotesHint(setting), ...(fault.hints ?? [])],
    at: setting,
  });
}

/** AWS's files have no quotes: they are part of the value, in every tool but Go's. */
export function quotesHint({ value, file }: Setting): readonly string[] {
  return file !== null && /^(["']).*\1$/.test(value)
    ? ["the quotes are part of the value in AWS's files: write it without them"]
    : [];
}

/** A fault of a profile as a whole, at its header. */
export function badProfile(
  profile: Section,
  fault: string,
  options: { readonly hints?: readonly string[]; readonly at?: Setting | null } = {},
): AwscredError {
  return new AwscredError('CONFIG', `profile ${name(profile)} ${fault}`, {
    hints: options.hints ?? [],
    at: options.at ?? { file: profile.file, line: profile.line },
  });
}

function name(profile: Section): string {
  return /^[A-Za-z0-9._@+/:-]+$/.test(profile.name) ? profile.name : quoted(profile.name);
}
