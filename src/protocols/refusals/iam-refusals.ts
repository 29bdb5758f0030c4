import { printable } from '../../core/text/printable.ts';
import type { Meaning, Meanings } from './meaning.ts';
import { STS_MEANINGS } from './sts-refusals.ts';

/** IAM's error codes (docs/wire.md, "IAM"); what it shares with STS means the same. */
export const IAM_MEANINGS: Meanings = new Map<string, (message: string) => Meaning>([
  ...STS_MEANINGS,
  ['AccessDenied', accessDenied],
  [
    'LimitExceeded',
    () => ({
      code: 'REFUSED',
      sentence: 'the user has two access keys already',
      hint: 'awscred keys audit shows them',
    }),
  ],
  [
    'NoSuchEntity',
    () => ({
      code: 'REFUSED',
      sentence: 'IAM has no such user or key',
      hint: 'awscred keys audit shows what there is',
    }),
  ],
  [
    'EntityTemporarilyUnmodifiable',
    () => ({ code: 'REFUSED', sentence: 'IAM is still changing this user', hint: 'try again in a minute' }),
  ],
]);

function accessDenied(message: string): Meaning {
  const action = /not authorized to perform: (iam:\w+)/.exec(message)?.[1];
  const what = action === undefined ? 'this' : printable(action, 60);
  return {
    code: 'ACCESS_DENIED',
    sentence: `the user may not do ${what}`,
    hint: 'a policy must allow it; where it asks for MFA, name the device: mfa_serial in the profile',
  };
}
