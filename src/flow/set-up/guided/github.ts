import type { Run } from '../../line/run.ts';
import type { Answers } from './answers.ts';
import { regionFault, roleArnFault } from './checks.ts';
import { type Draft, profileDraft } from './draft.ts';
import { profileName } from './profile-name.ts';

/** A role for jobs of GitHub Actions, by the job's own token. */
export async function askForGithub(run: Run, answers: Answers): Promise<Draft> {
  const roleArn = await answers.to({
    option: 'role-arn',
    question: 'ARN of the role that trusts GitHub',
    check: roleArnFault,
  });
  const region = await answers.to({ option: 'region', question: 'Region', preset: '', check: regionFault });
  const profile = await profileName(run, answers, 'github');
  const values = [
    ['role_arn', roleArn],
    ['awscred_web_identity', 'github-actions'],
    ['region', region],
  ] as const;
  return { profile, sections: [profileDraft(profile, values)], keys: null, isTestable: false };
}
