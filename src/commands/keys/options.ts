import type { OptionSpec } from '../option.ts';

/** What several of the commands of keys take. */
export const REPLACE: OptionSpec = { name: 'replace', about: 'overwrite keys that are kept already' };
export const NO_TEST: OptionSpec = { name: 'no-test', about: 'do not ask AWS whose keys they are' };
export const YES: OptionSpec = { name: 'yes', about: 'do not ask' };
export const PROFILE: OptionSpec = {
  name: 'profile',
  short: 'p',
  value: { kind: 'profile', shown: 'name' },
  about: 'the profile (the same as PROFILE)',
};
