import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const PROGRAM = fileURLToPath(new URL('./expire-token-program.js', import.meta.url));

/**
 * Makes the access token in a sandbox's store look expired, as after some hours; its refresh token stays good.
 * In a process of its own: the library finds the bus once, and a test may have several.
 */
export async function expireToken(environment: NodeJS.ProcessEnv): Promise<void> {
  await promisify(execFile)(process.execPath, [PROGRAM], { env: environment });
}
