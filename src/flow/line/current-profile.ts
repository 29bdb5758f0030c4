import {
  namedProfile,
  type ProfileChoice,
  unknownProfile,
  unnamedProfile,
} from '../../core/aws-files/profile-choice.ts';
import { jobName } from '../../core/aws-files/job-profile.ts';
import { folderRuleFor } from '../../core/settings/folder-choice.ts';
import type { FolderRule } from '../../core/settings/folders-text.ts';
import { expandHome } from '../../core/text/home-path.ts';
import { AwscredError } from '../../errors.ts';
import type { Run } from './run.ts';

/**
 * The profile of a command: as typed, else by `AWSCRED_PROFILE`, `AWS_PROFILE` or `AWS_DEFAULT_PROFILE`, else by the
 * deepest `[folder …]` of `config.ini` that holds the current folder, else `default`. Nothing in a folder is read.
 * AwscredError SETTINGS where `config.ini` is not understood and has to be asked, UNKNOWN_PROFILE with the line where
 * the folder's profile is not there.
 */
export function chosen(run: Run, typed: string | null): ProfileChoice {
  const { job } = run.request;
  if (job !== null) {
    if (typed !== null && typed !== jobName(job)) {
      const option = job.kind === 'options' ? '--web-identity' : '--from-env';
      throw new AwscredError('USAGE', `${option} is for jobs without a profile: name no profile beside it`);
    }
    return { name: jobName(job), from: 'PROFILE', rule: null };
  }
  const named = namedProfile(typed, run.ports.environment);
  return named ?? unnamedProfile(folderRule(run));
}

/** The current profile: that of a command that names none. */
export function currentProfile(run: Run): string {
  return chosen(run, null).name;
}

function folderRule(run: Run): FolderRule | null {
  const { files, environment } = run.ports;
  const { folders } = run.guards();
  const current = folders.length === 0 ? null : files.currentFolder();
  if (current === null) {
    return null;
  }
  const rules = folders.map((rule) => ({
    rule,
    folder: files.real(expandHome(rule.folder.replace(/^~\\/, '~/'), environment.home)),
  }));
  const rule = folderRuleFor(current, rules);
  if (rule !== null && !run.config().profiles.has(rule.profile)) {
    const { message, hints } = unknownProfile(run.config(), rule.profile, environment.home);
    throw new AwscredError('UNKNOWN_PROFILE', message, { hints, at: rule });
  }
  return rule;
}
