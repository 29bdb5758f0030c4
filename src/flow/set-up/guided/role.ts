import { filledSettingOf } from '../../../core/aws-files/setting-of.ts';
import { printable } from '../../../core/text/printable.ts';
import { AwscredError } from '../../../errors.ts';
import type { Run } from '../../line/run.ts';
import type { Answers } from './answers.ts';
import { externalIdFault, mfaSerialFault, regionFault, roleArnFault, sectionNameFault } from './checks.ts';
import { profileName } from './profile-name.ts';
import { type Draft, profileDraft, type SectionDraft } from './draft.ts';

/** A role assumed with the credentials of another profile: a bastion's, or a user's keys. */
export async function askForRole(run: Run, answers: Answers): Promise<Draft> {
  const { profiles } = run.config();
  if (profiles.size === 0) {
    throw new AwscredError(
      'USAGE',
      'a role is assumed with the credentials of another profile, and there is none',
      {
        hints: ['first: awscred setup sso, or awscred setup keys'],
      },
    );
  }
  const roleArn = await answers.to({
    option: 'role-arn',
    question: 'ARN of the role',
    check: roleArnFault,
  });
  const source = await answers.choice(
    'source-profile',
    'Profile that may assume it',
    [...profiles.keys()].map((name) => ({ value: name, label: printable(name, 80), note: null })),
  );
  const profile = await profileName(run, answers, nameFor(roleArn));
  const values = [
    ['role_arn', roleArn],
    ['source_profile', source],
    ...(await details(run, answers, source)),
  ] as const;
  return { profile, sections: [profileDraft(profile, values)], keys: null };
}

/** What only some roles want; presets come from the source profile. */
async function details(run: Run, answers: Answers, source: string): Promise<SectionDraft['values']> {
  const from = run.config().profiles.get(source);
  const of = (key: string): string => (from === undefined ? null : filledSettingOf(from, key))?.value ?? '';
  const mfaSerial = await answers.to({
    option: 'mfa-serial',
    question: 'MFA device, if the role wants a code',
    preset: of('mfa_serial'),
    check: mfaSerialFault,
  });
  const externalId = await answers.to({
    option: 'external-id',
    question: 'External id, if the role wants one',
    preset: '',
    check: externalIdFault,
  });
  const region = await answers.to({
    option: 'region',
    question: 'Region',
    preset: of('region'),
    check: regionFault,
  });
  return [
    ['mfa_serial', mfaSerial],
    ['external_id', externalId],
    ['region', region],
  ];
}

/** `arn:…:role/team/ReadOnly` → `readonly`. */
function nameFor(roleArn: string): string {
  const name = roleArn.slice(roleArn.lastIndexOf('/') + 1).toLowerCase();
  return sectionNameFault(name) === null ? name : 'role';
}
