import type { PlanContext } from '../core/plan/plan-context.ts';
import { INHERITING, type Profile, textOf } from '../core/aws-files/config-model.ts';
import type { Claimed, Claimer } from '../core/plan/plan.ts';
import { badProfile, badSetting, quotesHint } from '../core/aws-files/profile-setting.ts';
import { missingFiles, meantHint } from '../core/aws-files/profile-choice.ts';
import { ignoredSection } from '../core/aws-files/ignored-section.ts';
import { filledSettingOf, settingOf } from '../core/aws-files/setting-of.ts';
import type { Setting } from '../core/plan/step.ts';
import { nearest } from '../core/text/nearest.ts';
import { printableValue, quoted, quotedValue } from '../core/text/printable.ts';
import { AwscredError } from '../errors.ts';
import { SOURCES, SOURCES_WITHOUT_ROLE, STATIC_KEYS } from './index.ts';
import { followedProfile } from '../core/aws-files/adopt/own-command.ts';
import { credentialProcess } from './credential-process/credential-process.ts';
import type { Claim, Source } from './source.ts';

/** The table of sources as planning asks it. */
export function claimer(context: PlanContext): Claimer {
  const hasKeys = (profile: Profile): boolean =>
    profile.credentialsKeys !== null || profile.configKeys !== null || context.kept.of(profile.name) !== null;
  return {
    hasKeys,
    first: (profile) => ask(SOURCES, profile, context),
    source: (profile) => ask(hasKeys(profile) ? SOURCES_WITHOUT_ROLE : SOURCES, profile, context),
    self: (profile) => ask(STATIC_KEYS, profile, context),
    missing: (name, from, setting) =>
      new AwscredError(
        'CONFIG',
        `profile ${quoted(from.name)}: ${missingWords(quotedValue(name), from, setting)}`,
        {
          hints: [
            ...quotesHint(setting),
            ...ignoredSection(context.config, name),
            ...missingFiles(context.config),
            missingHint(name, context),
          ],
          at: setting,
        },
      ),
  };
}

function missingHint(name: string, { config }: PlanContext): string {
  const names = nearest(name, [...config.profiles.keys()]);
  return names.length === 0 ? 'use a profile that exists: awscred list' : meantHint(names);
}

function missingWords(name: string, from: Profile, setting: Setting): string {
  return settingOf(from, 'source_profile')?.line === setting.line
    ? `the source_profile ${name} does not exist`
    : `credential_process asks awscred for the profile ${name}, which does not exist`;
}

function ask(table: readonly Source[], profile: Profile, context: PlanContext): Claimed {
  for (const source of table) {
    const claim = claimOf(source, profile, context);
    if (claim !== null) {
      return (source === credentialProcess ? followed(profile) : null) ?? claimed(profile, claim, context);
    }
  }
  throw nothingThere(profile, context);
}

/** What a profile lacks may stand in the profile that it "includes", which only aws-vault reads. */
function claimOf(source: Source, profile: Profile, context: PlanContext): Claim | null {
  try {
    return source.claim(profile, context);
  } catch (error) {
    const hints = inheritanceHint(profile);
    if (!(error instanceof AwscredError) || hints.length === 0) {
      throw error;
    }
    const { code, message, details } = error;
    throw new AwscredError(code, message, {
      hints: [...hints, ...error.hints],
      details,
      at: error,
      cause: error,
    });
  }
}

function inheritanceHint(profile: Profile): readonly string[] {
  return INHERITING.flatMap((key) => {
    const named = textOf(profile, key);
    return named === null || named === ''
      ? []
      : [
          `${key} = ${printableValue(named, 80)} is aws-vault's, and neither AWS's tools nor awscred read it: copy the keys of that profile`,
        ];
  });
}

/** A `credential_process` that is awscred itself leads on to the profile that it names. */
function followed(profile: Profile): Claimed | null {
  const setting = settingOf(profile, 'credential_process');
  const name = setting === null ? null : followedProfile(setting.value);
  return setting === null || name === null
    ? null
    : { step: null, upstream: { profile: name, setting }, before: null };
}

/** The machine's own credentials are a step that comes first, made by the row that answers to the word. */
function claimed(profile: Profile, { step, upstream }: Claim, context: PlanContext): Claimed {
  if (upstream === null || 'profile' in upstream) {
    return { step, upstream, before: null };
  }
  const { credentialSource: setting } = upstream;
  const row = SOURCES.find((source) => source.credentialSource === setting.value);
  const before = row?.machineStep(profile, setting, context) ?? null;
  if (before === null) {
    const words = SOURCES.map((source) => source.credentialSource).filter((word) => word !== null);
    throw badSetting(profile, 'credential_source', setting, {
      is: `is not one of ${words.join(', ')}`,
    });
  }
  return { step, upstream: null, before };
}

const NOTHING = 'has no credentials: no role, no SSO, no keys';

/** Whether a plan failed since no source claims a profile. */
export function isNothingThere(error: AwscredError): boolean {
  return error.message.endsWith(NOTHING);
}

const LOST_INDEX =
  'the index of the store is lost, so nobody can tell whether keys are kept for it: any command that gets credentials makes it anew';

/** No source claims it: says which key is half there, if one is. */
function nothingThere(profile: Profile, { kept }: PlanContext): AwscredError {
  const session = filledSettingOf(profile, 'sso_session') ?? filledSettingOf(profile, 'sso_start_url');
  if (session !== null) {
    return badProfile(profile, 'signs in to SSO but names no sso_account_id and no sso_role_name', {
      hints: ['add both: the account’s 12 digits and the permission set’s name'],
      at: session,
    });
  }
  const lonely = settingOf(profile, 'source_profile') ?? settingOf(profile, 'credential_source');
  if (lonely !== null) {
    const key = settingOf(profile, 'source_profile') === null ? 'credential_source' : 'source_profile';
    return badSetting(profile, key, lonely, { is: 'needs a role_arn in the same profile' });
  }
  return badProfile(profile, NOTHING, {
    hints: [
      ...inheritanceHint(profile),
      ...(kept.isKnown() ? [] : [LOST_INDEX]),
      'add role_arn and source_profile, or sso_session with sso_account_id and sso_role_name',
    ],
  });
}
