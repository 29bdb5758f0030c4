import { execFileSync } from 'node:child_process';

export const KEYCTL = '/usr/bin/keyctl';

/** For a test's `skip`: false where keys can be kept in the kernel here. Under `CI` a closed keyring is a failure. */
export function needsKernelKeyring(): false | string {
  try {
    execFileSync(KEYCTL, ['describe', '@u'], { stdio: 'ignore' });
    return false;
  } catch (error) {
    if (process.env['CI'] !== undefined && process.env['CI'] !== '') {
      throw error;
    }
    return 'the kernel keyring is closed here, or there is no keyctl';
  }
}
