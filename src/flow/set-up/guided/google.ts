import type { Run } from '../../line/run.ts';
import type { Answers } from './answers.ts';
import { regionFault, roleArnFault } from './checks.ts';
import { type Draft, profileDraft } from './draft.ts';
import { profileName } from './profile-name.ts';

/** A role by a Google account, with the keys that aws-google-auth reads too. */
export async function askForGoogle(run: Run, answers: Answers): Promise<Draft> {
  const idp = await answers.to({
    option: 'google-idp-id',
    question: 'Google identity provider id (C0…)',
    check: (text) => (/^C[0-9a-z]{4,20}$/i.test(text) ? null : 'is not a provider id, such as C01abcdef'),
  });
  const sp = await answers.to({
    option: 'google-sp-id',
    question: 'Google service provider id (digits)',
    check: (text) => (/^\d{6,20}$/.test(text) ? null : 'is not a service provider id, such as 123456789012'),
  });
  const roleArn = await answers.to({
    option: 'role-arn',
    question: 'ARN of the role, if there are several',
    preset: '',
    check: roleArnFault,
  });
  const region = await answers.to({ option: 'region', question: 'Region', preset: '', check: regionFault });
  const profile = await profileName(run, answers, 'google');
  const values = [
    ['google_config.google_idp_id', idp],
    ['google_config.google_sp_id', sp],
    ['google_config.role_arn', roleArn],
    ['region', region],
  ] as const;
  return { profile, sections: [profileDraft(profile, values)], keys: null };
}
